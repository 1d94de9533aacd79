
namespace Referrals.Qualification.Guards.Checks;

internal sealed record AlreadyReferredGuard : Guard
{
    public override string Code => GuardCodes.AlreadyReferred;

    internal override bool LooksAtSignals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        const string required = "somebody not referred before";
        var before = context.Of(SignalKind.Email).Concat(context.Of(SignalKind.Phone))
            .SelectMany(context.Others)
            .FirstOrDefault(static showing => showing.Referrers.Count > 0);
        return before is null
            ? GuardFinding.Of(false, "not referred before", required)
            : GuardFinding.Of(true, $"referred by {string.Join(", ", before.Referrers)} as {before.Customer}", required);
    }
}
