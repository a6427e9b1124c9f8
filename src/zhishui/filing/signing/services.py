"""How does a taxpayer sign? One fast key operation, before the filing's transaction."""

from __future__ import annotations

from datetime import datetime

from zhishui.filing.signing import jose, keys
from zhishui.filing.signing.models import TaxpayerKey
from zhishui.filing.signing.permissions import may_sign_for
from zhishui.filing.signing.types import TaxpayerSignature
from zhishui.journal import transaction
from zhishui.journal.services import append
from zhishui.kernel import Acting, Json, Ref, refuse
from zhishui.person.identity.rules import shard_of


def sign_as_taxpayer(*, taxpayer: Ref, payload: bytes, by: Acting, at: datetime) -> TaxpayerSignature:
    """Sign canonical JSON bytes with the taxpayer's own key, made on first use."""
    if not may_sign_for(by, taxpayer):
        raise refuse("not-acting-for-taxpayer", "您现在不是以这位纳税人的名义办理，请先切换身份。", status=404)
    row = TaxpayerKey.objects.filter(taxpayer=str(taxpayer)).first() or _create(taxpayer, by, at)
    private = jose.private_key(keys.bound().wrap.open(bytes(row.wrapped), str(taxpayer)))
    return TaxpayerSignature("ES256", jose.public_jwk(row.public_x, row.public_y), jose.sign(private, payload))


def _create(taxpayer: Ref, by: Acting, at: datetime) -> TaxpayerKey:
    """Make the key and put its public half on record, before anything is signed with it.

    Two first uses at once: the row that is there first is the key, and only
    the one that made it says so in the journal.
    """
    secret, x, y = jose.new_key()
    wrapped = keys.bound().wrap.close(secret, str(taxpayer))
    with transaction():
        row, fresh = TaxpayerKey.objects.get_or_create(
            taxpayer=str(taxpayer),
            defaults={
                "shard": shard_of(taxpayer.id),
                "public_x": x,
                "public_y": y,
                "wrapped": wrapped,
                "created_at": at,
            },
        )
        if fresh:
            public: dict[str, Json] = dict(jose.public_jwk(x, y))
            append("signing.key.created", by=by, at=at, subject=taxpayer, data={"public_jwk": public})
    return row
