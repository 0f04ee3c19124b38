"""A checkout whose environment is made from small locks, once for the tests of a module."""

from __future__ import annotations

import pytest

from tests.install.checkout import Checkout
from tests.install.packages import NEWER, write_source, write_wheel


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Return a checkout with its environment; ``tn-asked`` needs any version of ``tn-needed[more]``."""
    checkout = Checkout(tmp_path_factory.mktemp("install"))
    asked = write_wheel(checkout.offered, "tn-asked", "1.0", "tn-needed[more]")
    needed = write_wheel(checkout.offered, "tn-needed", "1.0")
    for name in ("tn-asked", "tn-needed"):
        write_wheel(checkout.offered, name, NEWER)
        write_source(checkout.offered, name, NEWER)
    checkout.lock(asked, needed)
    made = checkout.make(".venv/.tested-with")
    assert made.returncode == 0, made.stderr
    return checkout
