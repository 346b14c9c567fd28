"""Prepare: conversations to have and evidence to collect, in Word and Excel."""

from __future__ import annotations

import click


def commands() -> list[click.Command]:
    """stub"""
    return []
