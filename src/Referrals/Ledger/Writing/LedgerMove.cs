namespace Referrals.Ledger.Writing;

/// <summary>One side of a posting in the making: so much into an account, or out of it if negative.</summary>
internal readonly record struct LedgerMove(LedgerAccount Account, long MinorUnits);
