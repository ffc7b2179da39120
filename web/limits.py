"""How often a wrong password may be tried."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

WINDOW = 15 * 60
OF_USER = 8
OF_ADDRESS = 30

_MOST_KEYS = 10_000


class Attempts:
    """Failures of the last quarter of an hour, by user and by address.

    Args:
        clock: Seconds, for tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[tuple[str, str], deque[float]] = {}
        self._lock = Lock()

    def wait(self, user: str, address: str) -> int:
        """Seconds until someone may try again; 0 for now."""
        with self._lock:
            waits = (
                self._left(("user", user), OF_USER),
                self._left(("address", address), OF_ADDRESS),
            )
            return max(waits)

    def failed(self, user: str, address: str) -> None:
        """Note a failure; before the password is looked at, so that many at once count too."""
        now = self._clock()
        with self._lock:
            if len(self._failures) >= _MOST_KEYS:
                self._forget(now)
            for key in (("user", user), ("address", address)):
                self._failures.setdefault(key, deque(maxlen=OF_ADDRESS)).append(now)

    def succeeded(self, user: str, address: str) -> None:
        """Forget the failures of a user; of the address, the one noted beforehand."""
        with self._lock:
            self._failures.pop(("user", user), None)
            of_address = self._failures.get(("address", address))
            if of_address:
                of_address.pop()

    def _left(self, key: tuple[str, str], most: int) -> int:
        failures = self._failures.get(key)
        if not failures or len(failures) < most:
            return 0
        left = failures[-most] + WINDOW - self._clock()
        return max(0, int(left + 0.999))

    def _forget(self, now: float) -> None:
        """Drop what is past; if that is not enough, the oldest."""
        kept = {key: times for key, times in self._failures.items() if times[-1] + WINDOW > now}
        newest = sorted(kept.items(), key=lambda pair: pair[1][-1])[-_MOST_KEYS // 2 :]
        self._failures = dict(newest)
