"""Words that matter when a name is looked for in a text: plain data, in lower case and without accents."""

from __future__ import annotations

PARTICLES = frozenset(
    "al bin bint d da dal das de degli dei del della den der des di do dos du el het ibn l la las le les lo los o t "
    "ten ter van vande vanden vander vom von y zu zum zur".split()
)
"""Parts of a name that no text is searched for alone."""

LEGAL = frozenset("nv sa bv bvba sprl srl vzw asbl ltd llc inc gmbh ag plc corp co group".split())
"""Legal forms of an organisation."""

BESIDE = frozenset(
    "plan plans planning agenda agendas notes team project projects file files folder memo meeting meetings session "
    "sessions actions call calls chat doc docs todo todos tasks review "
    "notities notitie sessie sessies gesprek gesprekken overleg acties actie verslag dossier map taken "
    "notiz notizen gesprach termin akte reunion seance entretien".split()
)
"""Words that are written to a name without a space: `bramplan`, `bramnotes`."""

ORDINARY = frozenset(
    # English
    "april august banks best bill bird bishop black blue book brave bright brook brooks brown bush butler camp "
    "carter case cash chance chase christian church clay clean clear close coach cole cook cooper cross dawn day "
    "days dean drew drum early earl east english even faith fair farmer field fields fisher floor ford forest foster "
    "fox frank free freeman friend french gold good grace grand grant gray great green grey ground guy hall hand hard "
    "hardy harmony hart heart high hill hills holland holly home honey hood hope house hunt hunter ivy jack joy "
    "judge july june justice keen king knight lake lane lang law laws light lily little london long love lovely "
    "lucky main major march mark marsh mason mercy miles mill miller mills money moon more moss news noble north "
    "olive page park parker peace penny pike pole poole poor pope porter post potter power powers price prince "
    "prior quick rain read reader ready reed rich rivers robin rose rush sage sale sandy self sharp shepherd shore "
    "short silver singer skip small smart snow south spring stack star stark state steel sterling stern stone storm "
    "strong style summer swift taylor teller temple train true trust turner victor victory violet walker wall walls "
    "ward water waters way ways weeks west white wild will willing winner winter wise wish wolf wood woods word "
    "words work world worth young "
    # made of a name and an ending: Vera, Lina, Rand
    "agenda alpha area army belle bertie body busy care city clary copy cozy data diet drama duty easy envy extra fine "
    "formula freedom fury jury lady line lino marine menu mile mine mini navy nine opera pole pony quota random rite "
    "rosy sole solo tiny tuny ugly very vino "
    # Dutch
    "baas bakker beek berg bloem boer boom bos bosch brug dijk goede goed graaf groen groot groote haan herfst hoop "
    "huis jong jonge kerk klein kleine kort korte kroon lange leeuw lente lief maan maart meester mooi nacht prins "
    "rood ruiter snel sterk stil stoel trouw vogel vrede vries wijs wind winter zomer zon zwart "
    # French
    "avril berger blanc bonne brun claire constant desire droit esperance fleur fort fontaine grande juin jardin "
    "juste leger marchand maison marin moulin noir parfait petit petite pierre riviere roche rouge roux vert "
    # German
    "alle alt bach baum braun ernst fein feld frei freitag frisch graf grun gross gut jager jung kaiser klug konig "
    "kraft kurz lieb montag neu richter sommer sonntag stein stolz wald weiss zimmer".split()
)
"""Words of every day that are also names: in a text they are taken for the name only where they have a capital."""
