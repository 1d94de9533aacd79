using System.Globalization;

namespace Referrals.Qualification.Guards.Checks;

internal sealed record SharedSignalGuard : Guard
{
    internal SharedSignalGuard(SignalKind kind, SignalScope among)
    {
        Kind = kind;
        Among = among;
    }

    public SignalKind Kind { get; }

    public SignalScope Among { get; }

    public override string Code => Kind switch
    {
        SignalKind.Email => GuardCodes.SameEmail,
        SignalKind.Phone => GuardCodes.SamePhone,
        SignalKind.Payment => GuardCodes.SharedPayment,
        SignalKind.Device => GuardCodes.SharedDevice,
        _ => GuardCodes.SharedAddress,
    };

    internal override bool LooksAtSignals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var shown = context.Of(Kind).ToArray();
        if (shown.Length == 0)
        {
            return GuardFinding.Of(false, "not given", Required);
        }

        var others = shown.SelectMany(hash => Others(context, hash)).Distinct().ToArray();
        return others.Length == 0
            ? GuardFinding.Of(false, "not shared", Required)
            : GuardFinding.Of(true, Text(others), Required);
    }

    private string Required => Among switch
    {
        SignalScope.Referrer => "not the referrer's",
        SignalScope.Referees => "neither the referrer's nor that of another referral of the same referrer",
        _ => "nobody else's",
    };

    private IEnumerable<CustomerId> Others(GuardContext context, string hash)
    {
        if (context.ReferrerShown.Contains(hash))
        {
            yield return context.Referrer;
        }

        foreach (var showing in context.Others(hash))
        {
            if (showing.Customer == context.Referrer || Among == SignalScope.Program
                || (Among == SignalScope.Referees && showing.Referrers.Contains(context.Referrer)))
            {
                yield return showing.Customer;
            }
        }
    }

    private static string Text(CustomerId[] others) => others.Length <= 3
        ? $"that of {string.Join(", ", others)}"
        : string.Create(CultureInfo.InvariantCulture, $"that of {string.Join(", ", others.Take(3))} and {others.Length - 3} more");
}
