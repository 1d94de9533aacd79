using NodaTime;

namespace Referrals;

/// <summary>
/// How often a rule has paid a mark of one count or sum, and by which rewards: kept beside the number that the mark rests on, so that whatever
/// moves the number finds what it can take back.
/// </summary>
internal sealed record PaidMark
{
    /// <summary>How many payments are kept with their rewards. What was paid before them stays paid and cannot go back any more.</summary>
    internal const int MaxPayments = 32;

    public required string Rule { get; init; }

    /// <summary>Whom the rule rewards for it; <c>null</c> for the friend, of whom only one gets it.</summary>
    public CustomerId? Owner { get; init; }

    /// <summary>The length of the trailing time over which the mark counts; <c>null</c> where its number is that of a period.</summary>
    public int? Hours { get; init; }

    /// <summary>By which number steps are reached, where the payments raise earlier rewards.</summary>
    public string? Steps { get; init; }

    /// <summary>Which number holds what is raised.</summary>
    public string? Raised { get; init; }

    /// <summary>The mark in smallest parts or as a count; 0 where the payments raise earlier rewards.</summary>
    public required long From { get; init; }

    public bool Every { get; init; }

    /// <summary>How often it is paid and stands.</summary>
    public long Times { get; init; }

    /// <summary>The latest payments, the last one at the end.</summary>
    public ValueList<MarkPayment> Payments { get; init => field = value ?? []; } = [];

    /// <summary>How often it is paid within a time that ends at an instant.</summary>
    internal long Within(Duration length, Instant end) =>
        Payments.Where(payment => payment.At <= end && payment.At > end - length).Sum(static payment => payment.Times);

    /// <summary>How often it is paid in the best of all such times that hold an instant.</summary>
    internal long MostAround(Duration length, Instant instant) => Payments
        .Where(payment => payment.At > instant && payment.At - length < instant)
        .Select(payment => Within(length, payment.At))
        .Prepend(Within(length, instant))
        .Max();

    /// <summary>With so many times of a payment taken back.</summary>
    internal PaidMark Without(MarkPayment payment, long times) => this with
    {
        Times = Times - times,
        Payments = Payments
            .Select(each => !ReferenceEquals(each, payment) ? each : each with
            {
                Times = each.Times - times,
                Part = each.Part - PartOf(each, times),
            })
            .Where(static each => each.Times > 0)
            .ToValueList(),
    };

    /// <summary>What the formula gave for so many times of a payment.</summary>
    internal static long PartOf(MarkPayment payment, long times) => payment.Part * times / payment.Times;

    internal PaidMark With(MarkPayment payment)
    {
        var payments = Payments.Append(payment).OrderBy(static each => each.At).ToList();
        if (payments.Count > MaxPayments)
        {
            // Joined at the later time, so that a trailing time never counts less than was paid.
            payments[1] = payments[1] with { Times = payments[0].Times + payments[1].Times, Rewards = [] };
            payments.RemoveAt(0);
        }

        return this with { Times = Times + payment.Times, Payments = payments.ToValueList() };
    }

    /// <summary>How often a mark is due at a number.</summary>
    internal static long Due(long number, long from, bool every) =>
        number < from ? 0 : every ? number / from : 1;
}

/// <summary>One payment of a mark.</summary>
internal sealed record MarkPayment
{
    /// <summary>The end of the time in which the mark was reached.</summary>
    public required Instant At { get; init; }

    public required long Times { get; init; }

    /// <summary>The rewards; none where a limit left nothing, or the rule is only tried out.</summary>
    public ValueList<RewardId> Rewards { get; init => field = value ?? []; } = [];

    /// <summary>What the formula gave for this mark, of <see cref="Whole"/> that it gave in all.</summary>
    public long Part { get; init; }

    public long Whole { get; init; }
}
