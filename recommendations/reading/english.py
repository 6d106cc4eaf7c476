"""Ordinary English words on which the reading of a report's grammar rests."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL = _words(
    """
    a an and are as at but by for from in into is its nor of on or over per s that the to
    under up via vs which who with
    """
)
"""Words that a title leaves uncapitalised."""

COMMON = _words(
    """
    a about after against all also among an and any are as at be because been before between
    both but by can could did do does during each for from government had has have he help her
    him his how i if in include including into is it its just key make many may me member
    military more most much must my myanmar new no not of on one only or other our out over own
    people policy program recommendation report say section see she should since so some such
    take than that the their them themselves then there these they this those through to toward
    towards until up upon us use very was way we were what when where which while who will with
    within without would you your
    """
)
"""Words that tell nothing of what a passage is about."""

DONE_ONCE = _words(
    """
    abolish adopt apologise apologize appoint clarify close create declare designate draft
    enact establish issue launch lift list name open publish ratify recognise recognize
    release remove repeal restore revoke set sign withdraw
    """
)
"""Verbs of recommending whose act is done when it is done."""

KEPT_UP = _words(
    """
    address allow apply assist assure avoid build call collect condemn consult continue
    coordinate count cut deliver demand develop disburse document enable encourage end enforce
    engage ensure exclude expand extend facilitate finance freeze fund grant guarantee help
    hold host implement impose improve include increase inform inspect integrate invest
    investigate invite involve keep maintain make meet monitor offer pay permit press prevent
    prioritise prioritize promote prosecute protect provide put raise reach rebuild reduce
    refer reform refrain refuse reject report require resettle resist respect review run
    sanction send share stop strengthen support suspend take tell train treat uphold urge use
    vet welcome work
    """
)
"""Verbs of recommending whose act goes on."""
