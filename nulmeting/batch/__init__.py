"""Batch: documents of many boards, each made by a notebook in a process of its own, here or on a cluster.

`job` is what is asked for one board, `inputs` the hash of everything that goes into it, `shelf` where it comes to stand. `engine` runs a
notebook for papermill, `make` makes a board's files with it. `child` is a process for one board, `preload` what it is forked with, `here`
keeps a few of them busy, `cluster` does so on other machines. `choose` says which boards, `run` does them all, `manifest` writes it down.
Everybody else imports from here; what makes documents is loaded only where one is made.
"""

from nulmeting.batch.choose import chosen
from nulmeting.batch.job import NOTEBOOK, Job, Result, Wish
from nulmeting.batch.run import Run, one, run

__all__ = ["NOTEBOOK", "Job", "Result", "Run", "Wish", "chosen", "one", "run"]
