"""The first three minutes: welcome, passphrase, recovery key, four answers, Home."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input

from mentor_tui.errors import InputRefused
from mentor_tui.host.zones import local_zone, unknown
from mentor_tui.schema import programs
from mentor_tui.schema.fields import Form, Option, Section, Value
from mentor_tui.schema.records import Pair
from mentor_tui.vault import Vault, VaultError, list_backups

from ..commands import Command
from ..host import Host
from ..shell.base import Desk
from ..shell.beside import beside
from ..widgets.form import FormBody
from ..widgets.panel import Panel
from ..widgets.plain import Plain, joined, own
from ..widgets.secret import SecretInput, SecretText
from .backups import FoundScreen, bring_back
from .message import MessageScreen
from .passphrase import PassphraseScreen
from .program_page import ChoosesProgram, ProgramLine

if TYPE_CHECKING:
    from mentor_tui.vault import RecoveryKey
    from mentor_tui.workspace import Workspace


class FirstRun:
    """Leads through the first run; each screen returns a value, and Escape goes one step back.

    From the four answers it leads to the list of pairs: the vault is there by then, and may hold more than pairs.
    """

    def __init__(self, app: Host) -> None:
        self.app = app

    def begin(self) -> None:
        """Start with the welcome."""
        beside(self.app, self._all, group="firstrun")

    def ask_who(self) -> None:
        """A vault without a pair: ask the four questions only."""
        beside(self.app, self._who, group="firstrun")

    async def _all(self) -> None:
        app = self.app
        vault: Vault | None = None
        if await self._brought_back():
            return
        while vault is None:
            if not await app.push_screen_wait(WelcomeScreen()):
                app.exit(0)
                return
            chosen = await app.push_screen_wait(
                PassphraseScreen(
                    "1 of 3   A passphrase",
                    "It locks one file on this computer. No account, no server: nobody can reset it for you.",
                )
            )
            if chosen:
                vault = await self._create(chosen)
        app.hold(vault)
        await offer_recovery(app, vault, "2 of 3   A recovery key")
        app.opened_without_pair(vault)
        await self._who()

    async def _brought_back(self) -> bool:
        """Offer the backups where only the vault is gone. True when nothing is left to do here."""
        app = self.app
        try:
            backups = await asyncio.to_thread(list_backups, app.setup.vault_path)
        except VaultError:
            return False
        if not backups:
            return False

        while answer := await app.push_screen_wait(FoundScreen(app.setup.vault_path, backups)):
            if secret := await bring_back(app, backups):
                app.unlock_with(secret)
                return True
        if answer is None:
            app.exit(0)
        return answer is None

    async def _create(self, passphrase: str) -> Vault | None:
        setup = self.app.setup
        try:
            return await asyncio.to_thread(
                Vault.create, setup.vault_path, passphrase, kdf=setup.kdf, state_dir=setup.state_dir
            )
        except VaultError as error:
            await self.app.push_screen_wait(MessageScreen("The file could not be created", str(error)))
            return None

    async def _who(self) -> None:
        app = self.app
        step = "3 of 3   Your pair" if not app.ws.profile.name else "A pair"
        if not await app.push_screen_wait(WhoScreen(step)):
            app.go("home")
            if not app.has_pair:
                app.say("No pair yet. n asks the four questions again; F9 leads to settings.")


_GIVES = joined(
    own("Next      ", "bold $next"),
    own("the one thing to do now, and one key to do it\n"),
    own("Sessions  ", "bold"),
    own("logged in a minute, right after the call\n"),
    own("Goals     ", "bold"),
    own("where you are, and how far you have come\n"),
    own("PDUs      ", "bold"),
    own("claims for PMI, ready to paste"),
)


class WelcomeScreen(Desk):
    """The welcome: what one gets, and who reads it."""

    HERE = (
        Command("welcome.start", "enter", "start", "Begin."),
        Command("welcome.quit", "escape", "quit", "Quit; nothing is created."),
    )
    ABOUT = "This is the first start on this computer: a passphrase, a recovery key and four questions, then Home."
    DEFAULT_CLASSES = "way-in"

    def body(self) -> ComposeResult:
        with Panel(own("Welcome to mentor-tui"), keys=("welcome.start", "welcome.quit"), id="box", classes="-next"):
            yield Plain(
                own("For two people who want to get something out of their mentoring, and for each of them alone.")
            )
            yield Plain(_GIVES, classes="gap")
            yield Plain(
                own(
                    "Everything stays in one locked file on this computer. Nobody else reads it, not even the program "
                    "team. A document goes out only when you make one, and you read it first."
                ),
                classes="gap",
            )
            yield Plain(own("Three short steps, about three minutes. Enter starts."), classes="gap accent")

    def action_start(self) -> None:
        """Begin."""
        self.dismiss(True)

    def action_quit(self) -> None:
        """Leave."""
        self.dismiss(False)


async def offer_recovery(app: Host, vault: Vault, title: str) -> bool:
    """Show a fresh recovery key, have two groups of it typed back, and store it; False when postponed."""
    key = vault.new_recovery_key()
    if not await app.push_screen_wait(RecoveryScreen(key, title)):
        return False
    try:
        await app.with_held(lambda: vault.store_recovery_key(key))
    except VaultError as error:
        await app.push_screen_wait(MessageScreen("The recovery key was not stored", str(error)))
        return False
    return True


class Written(Button, can_focus=False):
    """For the mouse; on the keyboard Enter belongs to the screen, which obeys before the next key is read."""


class RecoveryScreen(Desk):
    """The recovery key, shown once; two of its groups are typed back."""

    HERE = (
        Command("recovery.on", "enter", "go on", "You wrote it down: type two groups back."),
        Command("recovery.later", "f4", "later", "Postpone; Home reminds you."),
        Command("recovery.back", "escape", "the key", "Show the key again."),
    )
    ABOUT = (
        "The recovery key opens the file when the passphrase is forgotten. Write it on paper and keep it where you "
        "keep your passport. It is shown this once and stored nowhere. F4 postpones it; Home will remind you."
    )
    DEFAULT_CLASSES = "way-in"
    DEFAULT_CSS = """
    RecoveryScreen #key { margin: 1 2; }
    RecoveryScreen Input { width: 24; }
    RecoveryScreen .group { margin-top: 1; }
    RecoveryScreen #show { height: auto; }
    RecoveryScreen #check { display: none; height: auto; }
    RecoveryScreen.-checking #check { display: block; }
    RecoveryScreen.-checking #show { display: none; }
    """

    def __init__(self, key: RecoveryKey, title: str) -> None:
        super().__init__()
        self.key, self.title_text = key, title
        self.asked = sorted(random.SystemRandom().sample(range(len(key.groups)), 2))

    def body(self) -> ComposeResult:
        groups = self.key.groups
        numbered: list[tuple[str, str]] = []
        for number, group in enumerate(groups, start=1):
            numbered += [(f"{number} ", "$quiet"), (group, "bold"), ("    " if number % 3 else "\n", "")]
        with Panel(self.title_text, keys=("recovery.on", "recovery.later"), id="box", classes="-next"):
            with Vertical(id="show"):
                yield Plain(
                    own(
                        "If you forget the passphrase, only this key opens the file. Write its nine groups on paper "
                        "now: they are shown this once. The numbers 1 to 9 only count them."
                    ),
                )
                yield SecretText(joined(*numbered[:-1]), id="key")
                yield Written("I wrote it down", id="written")
                yield Plain(own("No paper at hand? F4 postpones this; Home will remind you."), classes="muted gap")
            with Vertical(id="check"):
                yield Plain(own("Type two groups back, to be sure it is right."))
                for number in self.asked:
                    yield Plain(f"Group {number + 1}, four characters", classes="group")
                    yield SecretInput(id=f"group-{number}", hidden=False)
                yield Plain("", id="word", classes="accent gap")

    def on_button_pressed(self) -> None:
        self.action_on()

    def on_input_changed(self) -> None:
        self.query_one("#word", Plain).show("")

    def action_on(self) -> None:
        """Have two groups of the key typed once it is written down, then compare them."""
        fields = [self.query_one(f"#group-{n}", Input) for n in self.asked]
        if not self.has_class("-checking"):
            self.add_class("-checking")
            self.refresh_bindings()
            self.set_focus(fields[0])
            self.call_after_refresh(self.refresh)  # the panel is smaller now: no edge of the larger one stays
            return
        if self.focused is fields[0] and not fields[1].value:
            self.set_focus(fields[1])
            return
        wrong = [n for n, f in zip(self.asked, fields, strict=True) if _tidy(f.value) != _tidy(self.key.groups[n])]
        if not wrong:
            self.dismiss(True)
            return
        self.query_one("#word", Plain).show(
            f"Group {wrong[0] + 1} is not the same as the one shown. Look at your paper; Escape shows the key again."
        )
        self.set_focus(self.query_one(f"#group-{wrong[0]}", Input))

    async def action_back(self) -> None:
        """Show the key again; what was typed wrong is typed anew."""
        for number in self.asked:
            self.query_one(f"#group-{number}", Input).value = ""
        self.query_one("#word", Plain).show("")
        self.remove_class("-checking")
        self.refresh_bindings()
        self.set_focus(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back to the key is offered where the key is not shown."""
        return self.has_class("-checking") if action == "back" else super().check_action(action, parameters)

    def action_later(self) -> None:
        """Put it off."""
        self.dismiss(False)


def _tidy(typed: str) -> str:
    return typed.upper().replace(" ", "").replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")


def who_form(workspace: Workspace, *, ask_zone: bool = False) -> Form:
    """The four questions, from the profile's and the pair's own definitions; the zone too where no computer says it."""
    shared = programs.shared_forms()
    packs = tuple(Option(program.id, program.name) for program in workspace.programs.readable())
    program = msgspec.structs.replace(shared["pair"].field("program"), kind="choice", options=packs)
    fields = (shared["profile"].field("name"), shared["pair"].field("role"), shared["pair"].field("partner_name"))
    zone = (shared["profile"].field("zone"),) if ask_zone else ()
    return Form(id="who", title="Your pair", sections=(Section(id="who", title="", fields=(*fields, program, *zone)),))


_NEEDED = {
    "name": "Your name is needed",
    "role": "Your role is needed: mentor or mentee",
    "partner_name": "Your partner's name is needed; a first name is fine",
    "program": "The program is needed, so that the steps are known",
    "zone": "Your time zone is needed, such as Europe/Brussels",
}
"""Questions that need an answer, in their order on the screen."""


class WhoScreen(ChoosesProgram):
    """Name, role, partner, program. Dismisses True once the pair is saved."""

    where, draft_record = "new-pair", "me"  # a further pair's form would take these answers up, too
    ABOUT = "Only these four are needed. Dates, rhythm, e-mail and all the rest can be added later, when they matter."
    DEFAULT_CLASSES = "way-in"
    DEFAULT_CSS = """
    WhoScreen #box { height: 1fr; max-height: 34; padding: 0 1; }
    """

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step, self._added = step, ""
        self._zone = local_zone()

    def body(self) -> ComposeResult:
        profile = self.ws.profile
        values: dict[str, Any] = {"name": profile.name, "program": programs.USUAL}
        with Panel(self.step, keys=("draft.save", "draft.program"), id="box"):
            many = "Five" if self._asks_zone else "Four"
            yield Plain(f"{many} answers, then F2. On the right of each: who may see it.", classes="muted")
            if self._asks_zone:
                yield Plain(unknown(), classes="muted")
            self.body_widget = FormBody(who_form(self.ws, ask_zone=self._asks_zone), values, "mentor")
            yield self.body_widget
            yield ProgramLine()

    @property
    def _asks_zone(self) -> bool:
        """True if neither the vault nor this computer says where the person is."""
        return not (self.ws.profile.zone or self._zone)

    def draft_title(self) -> str:
        return "A new pair"

    async def store(self, values: dict[str, Value]) -> bool:
        missing = {name: words for name, words in _NEEDED.items() if not values.get(name, "-")}
        if missing:
            raise InputRefused.of(missing)
        program = self.ws.programs.general(str(values["program"]))
        zone = self.ws.profile.zone or str(values.get("zone") or self._zone)
        today = self.ws.clock.today(zone)
        profile = msgspec.structs.replace(self.ws.profile, name=str(values["name"]), zone=zone)
        pair = Pair(
            role=values["role"],  # type: ignore[arg-type]
            partner_name=str(values["partner_name"]),
            program=program.id,
            start=today.isoformat(),
            end=program.planned_end(today),
            usual_minutes=program.usual_minutes,
        )
        if not await self.mentor.store(profile, pair, label="pair added"):
            return False
        self._added = pair.id
        return True

    async def save(self) -> bool:
        """Save, and go to Home."""
        if not await super().save():
            return False
        self.mentor.open_pair(self._added)
        return True

    def go_back(self) -> None:
        self.dismiss(bool(self._added))
