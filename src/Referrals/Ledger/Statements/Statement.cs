using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Ledger.Statements;

/// <summary>What a customer held at the beginning of a time, what happened in it, and what the customer held at its end; unit by unit.</summary>
/// <remarks>
/// It is a fold of ledger lines by when they took effect. A line that was decided late therefore changes the statement of the time in
/// which it took effect. Pure: the same lines give the same statement.
/// </remarks>
public sealed record Statement
{
    private Statement(CustomerId customer, Instant from, Instant until, IReadOnlyList<UnitStatement> units)
    {
        Customer = customer;
        From = from;
        Until = until;
        Units = units;
    }

    /// <summary>Whose.</summary>
    public CustomerId Customer { get; internal init; }

    /// <summary>The first instant that it tells about.</summary>
    public Instant From { get; }

    /// <summary>The first instant that it does not tell about.</summary>
    public Instant Until { get; }

    /// <summary>One statement for each unit in which the customer ever had anything, in the order of their names.</summary>
    public IReadOnlyList<UnitStatement> Units { get; }

    /// <summary>Makes a statement.</summary>
    /// <param name="lines">Lines of the ledger in the order in which they were posted; those of other customers are skipped.</param>
    /// <param name="customer">Whose statement.</param>
    /// <param name="from">The first instant that it tells about.</param>
    /// <param name="until">The first instant that it does not tell about.</param>
    /// <exception cref="ArgumentException">The end is before the start, or the customer is <c>default</c>.</exception>
    public static Statement Of(IEnumerable<LedgerLine> lines, CustomerId customer, Instant from, Instant until)
    {
        ArgumentNullException.ThrowIfNull(lines);
        _ = InputText.Check(customer);
        if (until < from)
        {
            throw new ArgumentException($"The statement would end at {until}, before it begins at {from}.", nameof(until));
        }

        var own = lines.Where(line => line.Owner == customer && line.OccurredAt < until).ToArray();
        var units = own
            .GroupBy(static line => line.Amount.Unit)
            .OrderBy(static unit => unit.Key.ToString(), StringComparer.Ordinal)
            .Select(unit => Of(unit.Key, [.. unit], customer, from));
        return new Statement(customer, from, until, [.. units]);
    }

    /// <summary>The statement for people: a line a change, amounts with their unit, times in UTC.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var unit in Units)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{unit.Unit}: {Time(From)} to {Time(Until)}\n  opening balance: {unit.Opening}\n");
            foreach (var line in unit.Lines)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"  {Time(line.At)}  {line.Words}{Change(line)}\n");
            }

            _ = text.Append(CultureInfo.InvariantCulture, $"  closing balance: {unit.Closing}\n");
        }

        return text.ToString();
    }

    private static UnitStatement Of(Unit unit, LedgerLine[] lines, CustomerId customer, Instant from)
    {
        var opening = LedgerBalance.Of(lines.Where(line => line.OccurredAt < from), customer, unit);
        var balance = opening.Available;
        var told = new List<StatementLine>();
        foreach (var posting in lines
            .Where(line => line.OccurredAt >= from && line.Account.IsCounted())
            .GroupBy(static line => line.Posting)
            .OrderBy(static posting => posting.First().OccurredAt))
        {
            var change = LedgerBalance.Of(posting, customer, unit);
            balance += change.Available;
            var first = posting.First();
            told.Add(new StatementLine
            {
                At = first.OccurredAt,
                Step = first.Step,
                Words = StatementWords.Of(first.Step),
                Reward = first.Reward,
                Subject = first.Subject,
                Available = change.Available,
                Pending = change.Pending,
                Balance = balance,
            });
        }

        return new UnitStatement(opening, told, LedgerBalance.Of(lines, customer, unit));
    }

    private static string Change(StatementLine line) => (line.Available.IsZero, line.Pending.IsZero) switch
    {
        (true, true) => string.Empty,
        (true, false) => $": {Signed(line.Pending)} pending",
        _ => $": {Signed(line.Available)}, balance {line.Balance}",
    };

    private static string Signed(Amount amount) => amount.IsNegative ? amount.ToString() : "+" + amount;

    private static string Time(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
