"""Chat models over pydantic-ai, and the detection of local model servers. The only room that knows model SDKs.

`Directory` is made once (`runnel.state`): it finds servers, keeps the addresses of Settings → Models, decides where the
call of a model node goes and makes the `LanguageModel` that makes it. The SDKs cost a second to import, so they are
loaded in a thread when a model is about to be used (`warm`), never at start and never on the event loop.

May import: ``network``, ``sdk``, ``schemas``, ``errors``, ``settings``.
"""

from __future__ import annotations

from runnel.models.directory import Directory, SettingRows
from runnel.models.loading import warm

__all__ = ["Directory", "SettingRows", "warm"]
