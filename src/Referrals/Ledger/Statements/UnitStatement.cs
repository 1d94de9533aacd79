namespace Referrals.Ledger.Statements;

/// <summary>A customer's statement in one unit: what there was, what happened, what there is.</summary>
public sealed record UnitStatement
{
    internal UnitStatement(Balance opening, IReadOnlyList<StatementLine> lines, Balance closing)
    {
        Opening = opening;
        Lines = lines;
        Closing = closing;
    }

    /// <summary>The unit.</summary>
    public Unit Unit => Opening.Unit;

    /// <summary>What the customer held before the first line.</summary>
    public Balance Opening { get; }

    /// <summary>What happened, in the order of time; at equal times, in the order in which it was decided.</summary>
    public IReadOnlyList<StatementLine> Lines { get; }

    /// <summary>What the customer held after the last line: the opening balance and all changes.</summary>
    public Balance Closing { get; }
}
