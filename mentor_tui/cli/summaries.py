"""The page of `mentor-tui --help`. Plain data, so that help answers without importing any command."""

COMMANDS: dict[str, tuple[str, str]] = {
    "status": ("status", "where each pair stands and what comes next"),
    "log": ("log", "log a session; the prose comes from prompts or standard input"),
    "sessions": ("lists:sessions", "all sessions, as table, csv or json"),
    "goals": ("lists:goals", "all goals, as table, csv or json"),
    "actions": ("lists:actions", "all actions of both of you, as table, csv or json"),
    "exports": ("lists:exports", "the register: each document that went out, for whom, and who agreed to it"),
    "pdu": ("pdu", "hours and PDUs of each pair, with the reason where one does not count"),
    "claims": ("claims", "PDU claims: list, prepare, show (the fields for PMI's form), mark, drop"),
    "audit-pack": ("audit", "would your sessions hold up in a PDU audit; the evidence as a folder or a page to print"),
    "export": ("export", "write a document: closure, midpoint, agreement, pdu-log, hours, sessions, claims, ..."),
    "import": ("importing", "import a session spreadsheet, or the JSON of `export everything`"),
    "programs": ("programs", "the mentoring programs: list, show, new, check, install, update, remove"),
    "forget": ("forgetting", "forget a pair, backups and drafts included; you see first what goes"),
    "vault": ("vault", "create, info, backups, verify, restore, merge, passwd, recovery, rekey"),
    "demo": ("demo", "try the app with a made-up pair; nothing is kept afterwards"),
}
"""Command -> (module below `mentor_tui.cli`, with the name in it if that is not `command`; what it does)."""

EXIT_CODES: dict[int, str] = {
    0: "done",
    1: "something unexpected (a fault in mentor-tui); of `programs check`: something is wrong",
    2: "the command was not understood, or it needs a terminal",
    3: "wrong passphrase or recovery key",
    4: "the vault is damaged",
    5: "the vault is in use, or was changed elsewhere (a conflict copy was saved)",
    6: "the input was refused; nothing was changed",
    7: "there is no vault there",
    8: "the vault is in a newer format",
    9: "several pairs could be meant; say --pair",
    10: "reading or writing failed (disk, folder, permissions, memory)",
    130: "interrupted",
}

_OPTIONS = """\
Options, before or after the command (after wins):
  --vault PATH            the vault file (or MENTOR_TUI_VAULT)
  --pair NAME             the pair, by the partner's name or a part of it
  --passphrase-file PATH  read the passphrase from the first line of a file that only you can
                          read (or MENTOR_TUI_PASSPHRASE_FILE); otherwise it is asked for
  --version               show the version
  -h, --help              show this; `mentor-tui COMMAND --help` shows more
"""


def help_text() -> str:
    """The whole page."""
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:<{width}}  {summary}" for name, (_, summary) in COMMANDS.items())
    codes = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES.items())
    return (
        "Usage: mentor-tui [OPTIONS] [COMMAND] [ARGUMENTS]\n\n"
        "A private companion for mentoring pairs. Without a command it opens the app.\n\n"
        f"Commands:\n{commands}\n\n{_OPTIONS}\nExit codes:\n{codes}"
    )
