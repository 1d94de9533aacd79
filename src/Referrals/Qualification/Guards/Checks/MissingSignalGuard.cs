
namespace Referrals.Qualification.Guards.Checks;

internal sealed record MissingSignalGuard : Guard
{
    internal MissingSignalGuard(SignalKind kind) => Kind = kind;

    public SignalKind Kind { get; }

    public override string Code => GuardCodes.SignalMissing;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var name = Kind.ToString().ToLowerInvariant();
        return context.Of(Kind).Any() ? GuardFinding.Of(false, $"{name} given", name)
            : context.Unreadable.Contains(Kind) ? GuardFinding.Of(true, $"{name} cannot be read", name)
            : GuardFinding.Of(true, $"{name} not given", name);
    }
}
