"""What made-up boards talk about: themes with their words, and sentences of findings."""

from itertools import islice, product

# A theme, then the words that point to it.
THEMES: dict[str, list[str]] = {
    "Neglect": ["neglect", "home conditions", "dental decay"],
    "Information sharing": ["shared", "information", "not passed on"],
    "Voice of the child": ["voice", "seen alone", "wishes"],
    "Domestic abuse": ["domestic abuse", "coercive"],
    "Supervision": ["supervision", "reflective"],
    "Thresholds": ["threshold", "referral"],
    "Early help": ["early help", "lead professional"],
    "Fathers": ["father", "partner"],
    "Bruising in babies": ["bruise", "non-mobile"],
    "Assessment of risk": ["assessment", "risk"],
    "Child exploitation": ["exploitation", "grooming"],
    "Missing children": ["missing", "return interview"],
    "Disability": ["disabled", "complex needs"],
    "Parents’ mental health": ["mental health", "depression"],
    "Substance misuse": ["alcohol", "drugs"],
    "Housing": ["housing", "temporary accommodation"],
    "Core groups": ["core group", "attendance"],
    "Health assessments": ["health assessment", "paediatric"],
    "School attendance": ["absence", "elective home education"],
    "Escalation": ["escalation", "disagreement"],
    "Record keeping": ["records", "chronology"],
    "Private fostering": ["private fostering"],
    "Pre-birth work": ["pre-birth", "unborn"],
    "Online safety": ["online", "images"],
    "Harmful sexual behaviour": ["sexual behaviour"],
    "Female genital mutilation": ["mutilation"],
    "Radicalisation": ["radicalisation", "channel panel"],
    "Self-harm": ["self-harm", "suicide"],
    "Young carers": ["young carer"],
    "Staff turnover": ["turnover", "vacancy"],
    "Interpreters": ["interpreter", "first language"],
    "Disguised compliance": ["compliance", "did not attend"],
    "Sleep": ["safer sleeping", "bed sharing"],
    "Transitions": ["transition", "adult services"],
    "Looked after children": ["looked after", "placement"],
    "Allegations": ["allegation", "designated officer"],
    "Training": ["training", "induction"],
    "Gangs": ["gang", "knife"],
    "Medicines": ["medicine", "overdose"],
    "Transfer between areas": ["transfer", "moved"],
}

WHERE = (
    "In half of the records that were read,",
    "At two of the meetings observed,",
    "In the returns of most agencies,",
    "Practitioners told the group that",
    "The chronology shows that",
    "Compared with the year before,",
    "In nine of the twelve families,",
    "Families who were asked said that",
)
WHAT = (
    "{word} was recognised late and recorded without a plan",
    "{word} was named early and acted on by every agency",
    "what was known of {word} stayed with one service",
    "{word} was discussed, but nobody said who would do what by when",
    "a clear lead on {word} kept the plan moving",
    "{word} was described by events, and not by what the child lived with",
)
AFTER = (
    "and the review date passed without anybody noticing.",
    "so that the school could respond on the same day.",
    "and the family had to tell their story again.",
    "which the manager had picked up at the next meeting.",
    "although the guidance had been sent to all staff in spring.",
)
MEANING = (
    "Children wait longer for help than they should.",
    "Children are asked what they think, and see that it counts.",
    "Children are safer when one person holds the whole picture.",
    "",
)


def sentences(most: int = 4_000) -> list[str]:
    """Distinct sentences, each with a word of one theme."""
    words = [word for of_theme in THEMES.values() for word in of_theme]
    made = (
        f"{where} {what.format(word=word)} {after}"
        for what, word, after, where in product(WHAT, words, AFTER, WHERE)
    )
    return list(islice(made, 0, None, 4))[:most]
