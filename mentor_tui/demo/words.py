"""What the demo's two people say. Both are invented, and so is everything they work on."""

from __future__ import annotations

from typing import Any

from mentor_tui.schema.fields import Role

PROFILE: dict[str, dict[str, Any]] = {
    "mentor": {
        "name": "Ana Peeters",
        "job_title": "Program manager",
        "organisation": "Meridiaan Rail",
        "email": "ana.peeters@example.org",
        "learning_style": "Talking it through, then trying it.",
        "feedback_preference": "straight, with an example",
        "about": "Fifteen years in rail projects. Bakes bread on Sundays.",
    },
    "mentee": {
        "name": "Bram Claes",
        "job_title": "Project lead",
        "organisation": "Havenlicht Energy",
        "email": "bram.claes@example.org",
        "learning_style": "By doing, with somebody to ask afterwards.",
        "feedback_preference": "gentle first, then straight",
        "about": "Three years in project work, before that an electrician. Sings in a choir.",
    },
}

# Weeks before the last talk, and what each wrote about it.
TALKS: list[tuple[int, dict[str, Any]]] = [
    (
        12,
        {
            "minutes": 75,
            "channel": "in person",
            "place": "a cafe near the station",
            "objective": "get to know each other",
            "focus": "Getting acquainted, expectations, how we want to work",
            "outcome": "Rhythm of two weeks, first ideas for goals, draft of the agreement",
            "mentor": "He knows more than he thinks. Ask, and wait.",
            "mentor_private": "Nervous at the start, warm after ten minutes. Choir: a good way in.",
            "mentee": "It is fine not to know. Ana lost a project too, once.",
            "mentee_private": "I liked that she asked what I enjoy before what I lack.",
            "ways_of_working": 1,
            "power_skills": 3,
            "business_acumen": 0,
        },
    ),
    (
        10,
        {
            "objective": "choose the goals",
            "focus": "From wishes to goals: what, how measured, by when",
            "outcome": "Three goals with a measure each; agreement signed",
            "agenda": ["Read the agreement aloud", "Three goals, no more", "Who does what"],
            "mentor": "Two of his five goals were somebody else's wishes.",
            "mentee": "A goal I can see is half done.",
            "ways_of_working": 2,
            "power_skills": 1,
            "business_acumen": 1,
        },
    ),
    (
        7,
        {
            "minutes": 50,
            "objective": "the first steering committee",
            "focus": "Preparing a steering committee: one page, one decision",
            "outcome": "Outline of the one-pager; rehearsal planned",
            "agenda": ["Promises", "What does the committee need to decide?", "Dry run"],
            "mentor": "Silence worked better than my third question.",
            "mentee": "Begin with the decision I need, not with the history.",
            "mentee_private": "Afraid of the finance director's questions. Say so next time.",
            "ways_of_working": 2,
            "power_skills": 2,
            "business_acumen": 0,
        },
    ),
    (
        4,
        {
            "minutes": 65,
            "objective": "half-way: goals, agreement, the two of us",
            "focus": "Mid-point: goals gone over, agreement revised",
            "outcome": "Register goal reached; scope goal sharpened; agreement version 2",
            "agenda": ["Goals one by one", "Agreement: what to change?", "How are we two doing?"],
            "mentor": "He now brings the agenda himself. I can step back further.",
            "mentor_private": "Give him the hard feedback on interrupting next time.",
            "mentee": "I have come further than it felt.",
            "ways_of_working": 2,
            "power_skills": 1,
            "business_acumen": 1,
        },
    ),
    (
        2,
        {
            "minutes": 60,
            "objective": "saying no to scope",
            "focus": "Saying no to scope without closing the door",
            "outcome": "Three sentences to try; sponsor talk prepared",
            "agenda": ["Promises", "The request of last week", "Rehearse three ways to say no"],
            "mentor": "I learned his way of drawing the trade-off. Will use it myself.",
            "mentee": "A no with a choice in it is not a no.",
            "mentee_private": "The sponsor is tired, not angry. Keep that in mind.",
            "ways_of_working": 1,
            "power_skills": 2,
            "business_acumen": 1,
        },
    ),
]

# Steps: text, kind, due and done in days from today (0: not done). Notes: days ago, percent, words.
GOALS: list[dict[str, Any]] = [
    {
        "title": "Lead a steering committee",
        "action": "Prepare and lead two steering committees of my project myself",
        "result": "The committee decides in the meeting, and I no longer need my manager beside me",
        "measure": "Two meetings led, at least one decision taken in each",
        "baseline": "took minutes in three, led none",
        "target": "led two",
        "smart": ["specific", "measurable", "action", "realistic", "time"],
        "priority": "high",
        "category": "leadership",
        "success_criteria": "My sponsor says the second one went well without help.",
        "share_title": True,
        "before_end": 14,
        "steps": [
            ("Write a one-page brief", "by_doing", -50, -52),
            ("Watch how a colleague chairs", "shadowing", -40, -38),
            ("Lead the next committee", "stretch", 12, 0),
        ],
        "notes": [
            (52, 20, "The one-page brief exists."),
            (30, 40, "Led the first half of a committee; one decision."),
            (14, 60, "Led a whole one, with my manager in the room."),
        ],
        "midpoint": ("active", "Keep it as it is; the second committee is the real test."),
    },
    {
        "title": "Say no to scope",
        "action": "Answer each new request with its cost and a choice",
        "result": "The plan only changes when somebody has decided it",
        "measure": "Every request of a month is in the change log with a decision",
        "baseline": "two of seven logged",
        "target": "all logged",
        "smart": ["specific", "measurable", "action", "time"],
        "priority": "medium",
        "category": "power_skills",
        "success_criteria": "",
        "before_end": 21,
        "steps": [
            ("Draft three sentences that say no kindly", "by_doing", -16, -15),
            ("Talk to the sponsor about the change log", "by_doing", 7, 0),
        ],
        "notes": [(28, 10, "Said yes twice too often this month."), (12, 25, "First no with two options; accepted.")],
        "midpoint": ("active", "Sharpened: about new requests only, not about all of them."),
    },
    {
        "title": "A risk register people use",
        "action": "Rebuild the register with the team and go through it every two weeks",
        "result": "Risks are raised before they bite",
        "measure": "Half of the entries come from the team",
        "baseline": "all entries by me",
        "target": "half by the team",
        "smart": ["specific", "measurable", "action", "realistic", "time"],
        "priority": "low",
        "category": "delivery",
        "success_criteria": "",
        "before_end": 70,
        "steps": [
            ("Workshop with the team", "workshop", -60, -61),
            ("Review it in the stand-up", "by_doing", -45, -44),
        ],
        "notes": [(60, 50, "Workshop held, eleven new risks."), (32, 90, "Six of eleven come from the team.")],
        "midpoint": ("reached", "Reached, earlier than planned."),
    },
]

# Owner, text, due (days from today; "late": a day ago for the one whose vault it is), done (days from today, 0: open),
# result, number of the talk it was promised in.
ACTIONS: list[tuple[Role, str, str, int, str, int]] = [
    ("mentor", "Send the one-page template", "-75", -76, "used for every committee since", 1),
    ("mentee", "Write the goals out with a measure each", "-60", -62, "three goals", 1),
    ("mentee", "Rehearse the opening of the committee", "-40", -41, "twice, with a colleague", 2),
    ("mentor", "Introduce Bram to a colleague who chairs well", "-20", -22, "they met for coffee", 3),
    ("mentee", "Write up the three sentences that say no", "-10", -9, "tried two of them", 4),
    ("mentor", "Send the RAID template", "late 1", 0, "", 4),
    ("mentee", "Draft the sponsor memo", "late 7", 0, "", 4),
    ("mentee", "Ask the team which risk worries them most", "12", 0, "", 4),
]

LOGS: dict[str, dict[int, dict[str, str]]] = {
    "mentor": {
        1: {
            "important_issues": "Too many goals at once.",
            "takeaways": "Ask which goal he would keep if he could keep one.",
        },
        3: {
            "important_issues": "How far he has come in half the time.",
            "takeaways": "Stepping back is part of the work.",
            "more_insight": "How the two of us handle disagreement.",
        },
        4: {
            "important_issues": "A sponsor who adds work in passing.",
            "takeaways": "Rehearsing a sentence aloud is worth ten minutes of theory.",
        },
    },
    "mentee": {
        1: {
            "important_issues": "Which goals are mine, and which are my manager's.",
            "takeaways": "A goal I can see is half done.",
            "application": "Wrote the measure before the action this time.",
        },
        2: {
            "important_issues": "The committee wants to decide, not to listen.",
            "takeaways": "Begin with the decision.",
            "application": "One page, one decision, from now on.",
        },
        3: {
            "important_issues": "Half-way.",
            "takeaways": "I have come further than it felt.",
            "relation_to_goals": "The register is done; the committee is the big one.",
        },
        4: {
            "important_issues": "New wishes every week.",
            "development_objectives": "Say no to scope.",
            "takeaways": "A no with a choice in it is not a no.",
            "application": "The request about the reports, next Tuesday.",
            "more_insight": "What Ana does when the sponsor insists.",
        },
    },
}

WORKSHEETS: dict[str, dict[str, dict[str, Any]]] = {
    "preparation": {
        "mentor": {
            "goal_statement": "I want to become a better listener, and pass on what I wish I had known at his stage.",
            "assumptions": "I ask and share; I do not solve it for him.",
            "important": "That we can both say when something does not work.",
            "growth": "Patience. Coaching instead of answering.",
            "expectations": "That he brings the topics, and does what he promises.",
            "values": "Honesty, and time for people.",
        },
        "mentee": {
            "goal_statement": "I would like to lead a committee with confidence, and learn to say no in time.",
            "assumptions": "I bring the topics and do the work in between.",
            "important": "That I may ask simple questions.",
            "growth": "From doing the work to leading it.",
            "expectations": "An honest view, and examples of what went wrong too.",
            "career": "Program work in the energy transition, in five years or so.",
        },
    },
    "goal-reflection": {
        "mentee": {
            "current_work": "A grid project of eighteen months; team of seven. Challenging, mostly fun.",
            "expected": "On time, and no surprises.",
            "reputation": "Reliable, too friendly with requests.",
            "horizon": "Leading a larger project in three years.",
            "gaps": "Steering committees, and saying no.",
        }
    },
    "first-meeting": {
        "both": {
            "know_mine": True,
            "know_yours": True,
            "know_influences": True,
            "know_mentoring": True,
            "know_expectations": True,
            "know_learning": True,
            "know_note": "Both of us changed profession once.",
            "rule_where": True,
            "rule_length": True,
            "rule_often": True,
            "rule_scheduling": True,
            "rule_responsible": True,
            "rule_between": True,
            "rule_away": True,
            "rule_agenda": True,
            "rule_confidentiality": True,
            "rule_boundaries": True,
            "rule_success": True,
            "agree_objectives": True,
            "agree_rules": True,
            "next_actions": True,
        }
    },
    "midpoint": {
        "both": {
            "goals_reviewed": True,
            "agreement_reviewed": True,
            "pulse_collaboration": 5,
            "pulse_respect": 5,
            "pulse_responsiveness": 4,
            "pulse_confidentiality": 5,
            "pulse_accountability": 4,
            "pulse_honesty": 4,
            "pair_active": "yes",
            "satisfaction": 5,
            "brief_feedback": "Going well; the kick-off helped a lot.",
            "support_needed": "no",
            "survey_sent": True,
        },
        "mentor": {
            "what_works": "He brings the agenda, we keep the time.",
            "what_to_change": "Fewer stories from me.",
            "duty_guidance": True,
            "duty_confirmed": True,
            "duty_recorded": True,
        },
        "mentee": {
            "what_works": "Concrete examples, and the promises at the end.",
            "what_to_change": "A little more time for the open topic.",
            "duty_invitations": True,
            "duty_prepared": True,
            "duty_summaries": True,
            "duty_recorded": True,
        },
    },
}

AGREEMENT: dict[str, Any] = {
    "purpose": "Bram grows from doing the work to leading it, and decides himself what that means.",
    "learning_objectives": ["Lead a steering committee: two meetings led", "Say no to scope: all requests logged"],
    "success_criteria": "Bram leads without help; Ana has learned something too.",
    "two_way": "How a team of electricians plans its week.",
    "frequency": "every 2 weeks",
    "usual_length": 60,
    "places": "online, in person when it suits",
    "channels": "video for talks, e-mail in between",
    "scheduling": "We set the next date before we hang up.",
    "invites_by": "mentee",
    "cancellation_notice": "a day ahead when we can",
    "absence": "We say so early and move the talk by a week.",
    "between_meetings": "Short questions by e-mail; an answer within three days.",
    "agenda_by": "mentee_mentor",
    "confidentiality": "on_permission",
    "exceptions": ["law", "safety"],
    "recording": "none",
    "notes_at_end": "keep",
    "boundaries": "Not after nine in the evening.",
    "off_limits": ["salaries"],
    "clauses": ["scope", "agenda", "time", "leave", "truth", "silence", "own_work"],
    "values": ["responsibility", "respect", "fairness", "honesty"],
    "conflict": "None that we know of.",
    "non_commercial": True,
    "code_of_conduct": True,
    "not_included": True,
    "early_end": "Either may stop at any time; one talk to close.",
}
AGREEMENT_CHANGES: dict[str, Any] = {
    "learning_objectives": [
        "Lead a steering committee: two meetings led",
        "Say no to scope: every new request in the change log with a decision",
    ],
    "cancellation_notice": "two days ahead when we can",
    "clauses": ["scope", "agenda", "autonomy", "time", "leave", "truth", "silence", "own_work"],
    "closing_plan": "A last talk in person: goals, lessons, thanks, and a good lunch.",
}

NOTES: dict[str, list[tuple[int, str, str]]] = {
    "mentor": [
        (-40, "Questions that worked", "What would you do if nobody could say no?\nWhat does the other one fear?"),
        (-9, "For the closing talk", "Remind him of the first talk: he would not speak in a committee at all."),
    ],
    "mentee": [
        (-55, "Books Ana named", "One on questions, one on negotiation. Library first."),
        (-8, "Before the sponsor talk", "Breathe. Decision first. Two options, not five."),
    ],
}
LESSONS: dict[str, list[tuple[str, bool]]] = {
    "mentor": [
        ("A short kick-off in person makes the first talk much easier.", True),
        ("I answer too quickly; counting to five helps.", False),
    ],
    "mentee": [
        ("Agreeing the next date at the end of each talk kept us going.", True),
        ("I prepare better when I send the agenda two days ahead.", False),
    ],
}
