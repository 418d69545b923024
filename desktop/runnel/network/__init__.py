"""The only way out of this machine: one outbound HTTP client with refusals and a ledger.

`Network` is made once (`runnel.state`) and handed to models, knowledge and components. `Network.http_client` lends an
``httpx2.AsyncClient`` whose every connection is checked here, after name resolution and at each redirect, and whose
every call is written to the `Ledger`. No other room opens an outbound connection.

May import: ``sdk``, ``errors``. The HTTP library is imported on first use, never at start.
"""

from __future__ import annotations

from runnel.network.client import Network
from runnel.network.ledger import Call, Ledger
from runnel.network.refusals import Refusals, Refused

__all__ = ["Call", "Ledger", "Network", "Refusals", "Refused"]
