using System.Collections.Immutable;

namespace Referrals.Exports.Payouts;

/// <summary>What was written into files for a payment service, and what was not.</summary>
public sealed record PayoutFileReport
{
    /// <summary>The files, in the order in which they were begun.</summary>
    public required ImmutableArray<WrittenPayoutFile> Files { get; init; }

    /// <summary>How many payouts are in no file, by the code of the reason (<see cref="PayoutFileCodes"/>).</summary>
    public required ImmutableSortedDictionary<string, long> NotWritten { get; init; }

    /// <summary>Those payouts one by one, as far as <see cref="PayoutFiles.MaxListed"/> goes.</summary>
    public required ImmutableArray<PayoutNotWritten> Listed { get; init; }

    /// <summary>One line for each file and for each payout that is in none.</summary>
    public override string ToString() => string.Join('\n', Files.Select(static file => file.ToString()).Concat(Listed.Select(static one => one.ToString())));
}

/// <summary>A file for a payment service.</summary>
/// <param name="Name">Its name, such as <c>paypal-EUR-1.csv</c>.</param>
/// <param name="Rows">How many payouts it holds.</param>
/// <param name="Total">What they come to: the service shows the same sum before it pays.</param>
public sealed record WrittenPayoutFile(string Name, int Rows, Amount Total)
{
    /// <summary>Such as <c>paypal-EUR-1.csv: 12 payouts, 340.00 EUR</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}: {Rows} payouts, {Total}");
}

/// <summary>A payout that is in no file.</summary>
/// <param name="Payout">The payout: it stays open.</param>
/// <param name="Code">Why, of <see cref="PayoutFileCodes"/>.</param>
/// <param name="Needed">What is needed.</param>
public sealed record PayoutNotWritten(PayoutId Payout, string Code, string Needed)
{
    /// <summary>Such as <c>b1-ann-1: payout_file.no_recipient, needed an account of the customer</c>.</summary>
    public override string ToString() => $"{Payout}: {Code}, needed {Needed}";
}
