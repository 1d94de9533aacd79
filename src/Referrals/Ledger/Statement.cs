using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Ledger;

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
        Units = units.ToValueList();
    }

    /// <summary>Whose.</summary>
    public CustomerId Customer { get; internal init; }

    /// <summary>The first instant that it tells about.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant From { get; }

    /// <summary>The first instant that it does not tell about.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
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

    /// <summary>The same statement, with what the rewards of its lines are for.</summary>
    internal Statement With(IReadOnlyDictionary<RewardId, RewardCause> causes) => new(Customer, From, Until,
    [
        .. Units.Select(unit => new UnitStatement(
            unit.Opening,
            [.. unit.Lines.Select(line => line.Reward is { } reward && causes.TryGetValue(reward, out var cause) ? line with { Cause = cause } : line)],
            unit.Closing)),
    ]);

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

/// <summary>One posting as it changed what a customer holds.</summary>
public sealed record StatementLine
{
    internal StatementLine()
    {
    }

    /// <summary>When it took effect.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant At { get; init; }

    /// <summary>What happened: a step of <see cref="Referrals.Ledger.RewardLifecycle"/>.</summary>
    public required string Step { get; init; }

    /// <summary>What happened, in plain words.</summary>
    public required string Words { get; init; }

    /// <summary>The reward; <c>null</c> for a posting over several.</summary>
    public RewardId? Reward { get; init; }

    /// <summary>The refund, redemption or payout; <c>null</c> where there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>What the reward is for; <c>null</c> for a posting over several, and in a statement that was folded from lines alone.</summary>
    public RewardCause? Cause { get; init; }

    /// <summary>The change of what can be used; negative for less.</summary>
    public required Amount Available { get; init; }

    /// <summary>The change of what is pending; negative for less.</summary>
    public required Amount Pending { get; init; }

    /// <summary>What can be used after it.</summary>
    public required Amount Balance { get; init; }
}

/// <summary>What a reward is for.</summary>
public sealed record RewardCause
{
    internal RewardCause(string rule, Side side, CustomerId? referee, string? conversionId)
    {
        Rule = rule;
        Side = side;
        Referee = referee;
        ConversionId = conversionId;
    }

    /// <summary>The incentive rule that granted it.</summary>
    public string Rule { get; }

    /// <summary>As whom its owner is rewarded.</summary>
    public Side Side { get; }

    /// <summary>The friend whose referral or conversion earned it; <c>null</c> for a person who was erased. Not for participants.</summary>
    public CustomerId? Referee { get; }

    /// <summary>The conversion that earned it; <c>null</c> where the referral itself did.</summary>
    public string? ConversionId { get; }
}

/// <summary>A customer's statement in one unit: what there was, what happened, what there is.</summary>
public sealed record UnitStatement
{
    internal UnitStatement(Balance opening, IReadOnlyList<StatementLine> lines, Balance closing)
    {
        Opening = opening;
        Lines = lines.ToValueList();
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

/// <summary>What a customer reads in a statement about each step.</summary>
internal static class StatementWords
{
    internal static string Of(string step) => step switch
    {
        RewardLifecycle.Granted => "Reward earned",
        RewardLifecycle.GrantedHeld => "Reward earned, available later",
        RewardLifecycle.GrantedInReview => "Reward earned, being reviewed",
        RewardLifecycle.Approved => "Reward approved and available",
        RewardLifecycle.Rejected => "Reward not approved",
        RewardLifecycle.Vested => "Reward available",
        RewardLifecycle.Redeemed => "Rewards used",
        RewardLifecycle.RedemptionCancelled => "Rewards given back, available again",
        RewardLifecycle.PayoutStarted => "Payout on its way",
        RewardLifecycle.PayoutFailed => "Payout failed, amount available again",
        RewardLifecycle.PayoutReturned => "Payout came back, amount available again",
        RewardLifecycle.Paid => "Payout arrived",
        RewardLifecycle.Expired => "Reward expired",
        RewardLifecycle.SetOff => "Reward set off against what you owed",
        RewardLifecycle.ReversedHeld or RewardLifecycle.ReversedInReview or RewardLifecycle.Reversed => "Reward taken back after a refund",
        RewardLifecycle.Recovered => "Reward taken back after a refund",
        RewardLifecycle.ReversedExpired => "Expired reward taken back after a refund",
        RewardLifecycle.Owed => "Used reward taken back after a refund, now owed",
        _ => step,
    };
}

/// <summary>What a customer holds by the fold of ledger lines: pure, for any instant.</summary>
internal static class LedgerBalance
{
    /// <summary>
    /// What a customer held in a unit at an instant: the sum of all lines that took effect at it or before. It is what is known now
    /// about then: a line that was decided late counts from when it took effect.
    /// </summary>
    internal static Balance At(IEnumerable<LedgerLine> lines, CustomerId customer, Unit unit, Instant at) =>
        Of(lines.Where(line => line.OccurredAt <= at), customer, unit);

    internal static Balance Of(IEnumerable<LedgerLine> lines, CustomerId customer, Unit unit)
    {
        Span<long> sums = stackalloc long[LedgerAccounts.Counted.Length];
        foreach (var line in lines)
        {
            if (line.Owner == customer && line.Amount.Unit == unit && line.Account.IsCounted())
            {
                ref var sum = ref sums[Array.IndexOf(LedgerAccounts.Counted, line.Account)];
                sum = checked(sum + line.Amount.MinorUnits);
            }
        }

        return new Balance(
            Sum(LedgerAccount.Pending, sums), Sum(LedgerAccount.Available, sums), Sum(LedgerAccount.InPayout, sums), -Sum(LedgerAccount.Owed, sums));

        Amount Sum(LedgerAccount account, ReadOnlySpan<long> of) =>
            Amount.FromMinorUnits(of[Array.IndexOf(LedgerAccounts.Counted, account)], unit);
    }
}
