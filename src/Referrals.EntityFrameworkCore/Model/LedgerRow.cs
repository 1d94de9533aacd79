namespace Referrals.EntityFrameworkCore.Model;

/// <summary>A row of the table of ledger lines.</summary>
internal sealed class LedgerRow : JournalRow;
