using Referrals.Qualification.Guards.Findings;

namespace Referrals.Qualification.Guards.Checks;

internal sealed record AlreadyReferredGuard : Guard
{
    public override string Code => GuardCodes.AlreadyReferred;

    internal override bool LooksAtSignals => true;

    internal override GuardFinding Find(GuardContext context, IDomainBook book)
    {
        const string required = "somebody not referred before";
        var before = context.Of(SignalKind.Email).Concat(context.Of(SignalKind.Phone))
            .SelectMany(context.Earlier)
            .FirstOrDefault(static showing => showing.Referrer is not null);
        return before is null
            ? GuardFinding.Of(false, "not referred before", required)
            : GuardFinding.Of(true, $"referred by {before.Referrer} as {before.Customer}", required);
    }
}
