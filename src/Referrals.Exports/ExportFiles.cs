namespace Referrals.Exports;

/// <summary>The files of an export. Each but <see cref="Facts"/> is in the generic format that <c>Referrals.Imports</c> reads.</summary>
[Flags]
public enum ExportFiles
{
    /// <summary>No file.</summary>
    None = 0,

    /// <summary><c>people.csv</c>: who refers, with which code, since when.</summary>
    People = 1,

    /// <summary><c>referrals.csv</c>: who signed up when, and referred by whom.</summary>
    Referrals = 2,

    /// <summary><c>conversions.csv</c>: orders and other events as they stand, and what of each was refunded.</summary>
    Conversions = 4,

    /// <summary><c>rewards.csv</c>: every reward, as far as it waits, can be used or was used.</summary>
    Rewards = 8,

    /// <summary><c>balances.csv</c>: what everybody holds in each unit: the closing check of an import.</summary>
    Balances = 16,

    /// <summary><c>facts.csv</c>: the journal, one row for each fact; for a warehouse, not for an import.</summary>
    Facts = 32,

    /// <summary>What moves people to another store: all but the facts.</summary>
    ForImport = People | Referrals | Conversions | Rewards | Balances,

    /// <summary>Every file.</summary>
    All = ForImport | Facts,
}
