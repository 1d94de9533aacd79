namespace Referrals.EntityFrameworkCore.Model;

/// <summary>A row of the table of facts.</summary>
internal sealed class FactRow : JournalRow;
