using System.Collections.Immutable;
using System.Globalization;

namespace Referrals.Exports;

/// <summary>What an export has written, and what the format cannot hold.</summary>
public sealed record ExportReport
{
    /// <summary>How many rows each file has, by its name, without the heading.</summary>
    public required ImmutableSortedDictionary<string, long> Rows { get; init; }

    /// <summary>How many people were read; 0 where only facts were asked for.</summary>
    public required long People { get; init; }

    /// <summary>What all of them hold, by unit: pending, available and set aside for payouts together, for nobody below zero. It is the sum of
    /// <c>balances.csv</c>.</summary>
    public required ImmutableSortedDictionary<string, Amount> Held { get; init; }

    /// <summary>What they owe, by unit, since they had used what was taken back later. No file says it, so that an import forgives it.</summary>
    public required ImmutableSortedDictionary<string, Amount> Owed { get; init; }

    /// <summary>
    /// What is set aside for payouts on their way, by unit. The files say that it is held: where such a payout arrives after the export, it is paid a second
    /// time by who imports them. Confirm or fail what is open before people move.
    /// </summary>
    public required ImmutableSortedDictionary<string, Amount> InPayout { get; init; }

    /// <summary>Whether the files say all that there is: nobody owes anything, and no payout is on its way.</summary>
    public bool IsComplete => Owed.IsEmpty && InPayout.IsEmpty;

    /// <summary>Several lines: the files, what is held, and what the files do not say.</summary>
    public override string ToString() => string.Join('\n', Rows.Select(static file => string.Create(CultureInfo.InvariantCulture, $"{file.Key}: {file.Value} rows"))
        .Concat(Held.Values.Select(static held => $"held: {held}"))
        .Concat(Owed.Values.Select(static owed => $"owed, and in no file: {owed}"))
        .Concat(InPayout.Values.Select(static open => $"on its way in payouts, and in the files as held: {open}")));
}

/// <summary>How far an export is.</summary>
/// <param name="People">How many people were written.</param>
/// <param name="Facts">How many facts were written.</param>
public sealed record ExportProgress(long People, long Facts);
