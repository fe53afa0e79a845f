"""What is answered to whom: 200 when a payload is on the disk, else why not, in one word for a machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any

from mailtui.errors import InputError, StoreError
from mailtui.model.enums import EventProvider
from mailtui.model.receiver import Counted
from mailtui.services.receiving import certificates
from mailtui.services.receiving.certificates import Certificates
from mailtui.services.receiving.hooks import Hook, Verify
from mailtui.services.receiving.keeping import Keeping
from mailtui.services.receiving.verifying import Answer, Verdict, Verifier
from mailtui.services.run import now
from mailtui.worker.listening import body
from mailtui.worker.listening.body import Reading, Receive, RefusedError
from mailtui.worker.listening.remotes import Networks, Telling, remote

PATIENCE = 12.0
"""Seconds that a payload may take to the disk until the provider is told to come again."""
TYPES = ("application/json", "application/x-www-form-urlencoded", "application/x-ndjson", "text/json")
"""Old webhooks of Mailgun are forms."""
PLAIN = "text/plain"
"""What Amazon SNS calls its JSON, and nobody else."""
ANYBODYS = (400, 405, 408)
"""What strangers and broken connections are answered: no trouble with the account."""
RETRY = ("retry-after", "30")
REALM = ("www-authenticate", 'Basic realm="mailtui"')

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Answering:
    """The application (ASGI) that takes the webhooks of some accounts."""

    def __init__(
        self,
        hooks: Sequence[Hook],
        keeping: Keeping,
        known: Certificates,
        say: Callable[[str], None],
        trusted: Networks = (),
    ) -> None:
        self._verifiers = {hook.path: Verifier(hook, known) for hook in hooks}
        self._keeping = keeping
        self._trusted = trusted
        self._say = say
        self._telling = Telling(say)
        self._reading = Reading()
        self.lame = {
            one.hook.name: one.broken
            for one in self._verifiers.values()
            if one.broken and not one.hook.accept_unsigned
        }
        """Why accounts take nothing, by their names."""
        for hook in hooks:
            if hook.name in self.lame:
                say(f"{hook.path} takes nothing: {self.lame[hook.name]}")

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        who = remote((scope.get("client") or ("?", 0))[0], headers, self._trusted)
        path = str(scope["path"])
        verifier = self._verifiers.get(path)
        if verifier is None:
            self._telling.tell(path, who, "no account has this path")
            await _answer(send, 404, "no account has this path")
            return
        try:
            await self._take(verifier, scope["method"], headers, receive)
        except RefusedError as refused:
            self._refused(verifier.hook, who, refused)
            await _answer(send, refused.status, refused.why, verifier.hook)
        else:
            await _answer(send, 200, "kept")

    async def _take(
        self, verifier: Verifier, method: str, headers: Mapping[str, str], receive: Receive
    ) -> None:
        """Keep a payload; RefusedError says why not."""
        if method != "POST":
            raise RefusedError(405, "webhooks are posted")
        kind = headers.get("content-type", TYPES[0]).partition(";")[0].strip().lower()
        plain = kind == PLAIN and verifier.hook.provider is EventProvider.SES
        if kind not in TYPES and not kind.endswith("+json") and not plain:
            raise RefusedError(415, "the body is of a type that no provider sends")
        body.check_head(headers)
        _check(verifier.hook, verifier.early(headers))
        if self._keeping.is_full:
            raise RefusedError(503, "too much waits to be written")
        raw = await self._reading.read(headers, receive)
        if not raw.strip():
            raise RefusedError(400, "the body is empty")
        verdict = await _judged(verifier, headers, raw)
        _check(verifier.hook, verdict)
        if verdict.answer is Answer.TAKE:
            await self._kept(verifier.hook, raw)
        elif verdict.answer is Answer.CONFIRM:
            await self._asked(verifier.hook, verdict)
        else:
            self._note(verifier.hook, verdict.why)

    async def _kept(self, hook: Hook, raw: bytes) -> None:
        try:
            await asyncio.wait_for(asyncio.wrap_future(self._keeping.keep(hook, raw)), PATIENCE)
        except StoreError as error:
            raise RefusedError(503, error.title) from None
        except TimeoutError:
            raise RefusedError(503, "it could not be written in time") from None

    async def _asked(self, hook: Hook, verdict: Verdict) -> None:
        """Amazon SNS asks whether notifications are wanted: say so for the admin, unless told to confirm."""
        topic, url = verdict.why, verdict.url
        if not (hook.confirm and topic in hook.topics):
            self._say(f"{hook.name}: {topic} asks to be confirmed. To have its notifications: curl '{url}'")
            self._note(hook, f"{topic} asks to be confirmed: the worker's log has the command")
            return
        try:
            await asyncio.get_running_loop().run_in_executor(None, certificates.get, url)
        except InputError as error:
            raise RefusedError(503, f"{topic} could not be confirmed: {error.title}") from None
        self._say(f"{hook.name}: the subscription of {topic} is confirmed")

    def _note(self, hook: Hook, why: str) -> None:
        self._keeping.count(hook, Counted(error=why, error_at=now()))

    def _refused(self, hook: Hook, who: str, refused: RefusedError) -> None:
        self._telling.tell(f"{refused.status} {hook.path}", who, refused.why)
        ours = refused.status >= 500
        counted = Counted(refused=int(not ours), failed=int(ours))
        if refused.status not in ANYBODYS and hook.name not in self.lame:
            counted = counted._replace(error=refused.why[:500], error_at=now())
        self._keeping.count(hook, counted)


async def _judged(verifier: Verifier, headers: Mapping[str, str], raw: bytes) -> Verdict:
    """In a thread where somebody else must be asked."""
    if verifier.is_quick(raw):
        return verifier.judge(headers, raw)
    return await asyncio.get_running_loop().run_in_executor(None, verifier.judge, headers, raw)


def _check(hook: Hook, verdict: Verdict) -> None:
    """A wrong password may be asked for again (401), a wrong signature not (403)."""
    if verdict.answer is Answer.LATER:
        raise RefusedError(503, verdict.why)
    if verdict.answer is Answer.REFUSE:
        raise RefusedError(403 if hook.verify is Verify.SIGNATURE else 401, verdict.why)


async def _answer(send: Send, status: int, why: str, hook: Hook | None = None) -> None:
    """A refusal ends the connection: what else is on its way of that request is not read."""
    text = b"ok\n" if status == 200 else (why if status < 500 else "try again later").encode() + b"\n"
    headers = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(text)))]
    if status != 200:
        headers.append(("connection", "close"))
    if status == 405:
        headers.append(("allow", "POST"))
    if status == 503:
        headers.append(RETRY)
    if status == 401 and hook is not None and hook.verify is Verify.BASIC:
        headers.append(REALM)
    raw = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": text})
