namespace Referrals.Ledger;

/// <summary>What is true of an account whatever happens.</summary>
internal static class LedgerAccounts
{
    /// <summary>The accounts whose balances are kept beside the ledger, so that they can be asked at once.</summary>
    internal static readonly LedgerAccount[] Counted =
        [LedgerAccount.Pending, LedgerAccount.Available, LedgerAccount.InPayout, LedgerAccount.Owed];

    internal static bool IsCounted(this LedgerAccount account) => account
        is LedgerAccount.Pending or LedgerAccount.Available or LedgerAccount.InPayout or LedgerAccount.Owed;

    /// <summary>Whether every customer has an account of the kind; the others are the program's own.</summary>
    internal static bool HasOwner(this LedgerAccount account) => account
        is not (LedgerAccount.Program or LedgerAccount.Reversed or LedgerAccount.Fees or LedgerAccount.WrittenOff);

    /// <summary>The least that a customer's account may hold.</summary>
    internal static long Minimum(this LedgerAccount account) => account == LedgerAccount.Owed ? long.MinValue : 0;

    /// <summary>The most that a customer's account may hold: nobody owes less than nothing.</summary>
    internal static long Maximum(this LedgerAccount account) => account == LedgerAccount.Owed ? 0 : long.MaxValue;
}
