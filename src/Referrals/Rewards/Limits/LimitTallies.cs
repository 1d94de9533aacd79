using System.Globalization;
using Referrals.Qualification;

namespace Referrals.Rewards.Limits;

/// <summary>Under which names the use of limits is kept. No rule's name begins with an at sign.</summary>
internal static class LimitTallies
{
    internal static RuleTally Cap(string rule, Cap cap) => new(
        KeyText.Of("cap", rule, What(cap), cap.IsPerReferral ? "each" : string.Empty, cap.RoomReturns ? "back" : string.Empty, Length(cap)),
        cap.IsPerReferral ? TallyOwner.Referee : TallyOwner.Rewarded,
        cap.Per)
    { IsLimit = true };

    internal static RuleTally Cap(SideCap cap) => Cap(cap.Side == Side.Referrer ? "@referrer" : "@referee", cap.Cap);

    internal static RuleTally Budget(Unit unit) => new(KeyText.Of("budget", unit.ToString()), TallyOwner.Program, TimeFrame.Lifetime) { IsLimit = true };

    internal static RuleTally Tax(TaxThreshold tax) => new(KeyText.Of("tax", tax.Amount.Unit.ToString()), TallyOwner.Rewarded, tax.Year);

    /// <summary>Trailing times of several lengths keep their entries apart; calendar periods have a counter each.</summary>
    private static string Length(Cap cap) => cap.Per.Length is { } length
        ? string.Create(CultureInfo.InvariantCulture, $"{length.Elapsed.TotalHours}h")
        : string.Empty;

    private static string What(Cap cap) => cap.Amount is { } amount ? amount.Unit.ToString() : "n";
}
