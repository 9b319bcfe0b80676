"""Every paid call to a provider, whichever work makes it: noted before it is made, within budget and limits, paid once.

The work that needs a call names itself as its owner, holds a lease (`autoreach.work`), and writes five lines:

    owner = Owner("search", search.pk)
    call = PaidCall(owner=owner, purpose="Posts", call=Call(…), key=f"{owner}:page 3", workspace_id=…)
    with CallSender(lease=lease) as sender:
        sender.complete([call])                # noted as started, admitted by budget and limits, made
    with transaction.atomic():
        store_or_put_off(call)                 # `call.result`, or `call.wait`: until when the work waits, and why
        ledger.book([call])                    # with what it brought, in one transaction
"""
