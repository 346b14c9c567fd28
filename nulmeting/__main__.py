"""`python -m nulmeting` is the same program as `nulmeting`."""

from nulmeting.cli import main

if __name__ == "__main__":
    main()
