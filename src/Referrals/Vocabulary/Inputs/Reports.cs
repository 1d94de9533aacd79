using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>Money that was spent on winning customers, for the cost KPIs. Rewards are not reported: the ledger knows them.</summary>
public sealed record ProgramCost : ReferralInputOf<ProgramCost>
{
    [JsonConstructor]
    internal ProgramCost()
    {
    }

    /// <summary>The application's id of the cost, unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>On which channel it was spent: <see cref="Channel.Referral"/> for the program itself.</summary>
    [JsonInclude]
    public Channel Channel { get; internal init; }

    /// <summary>What for, such as <c>platform_fee</c>.</summary>
    [JsonInclude]
    public string Purpose { get; internal init; } = string.Empty;

    /// <summary>How much; not negative.</summary>
    [JsonInclude]
    public Amount Amount { get; internal init; }

    internal override string DerivedKey => KeyText.Of("cost", Id);

    /// <summary>Reports a cost.</summary>
    /// <exception cref="ArgumentException">An id or text is <c>default</c>, empty or too long, or the amount is negative.</exception>
    public static ProgramCost Of(string id, Channel channel, string purpose, Amount amount) => new()
    {
        Id = InputText.Check(id),
        Channel = InputText.Check(channel),
        Purpose = InputText.Check(purpose),
        Amount = InputText.Reported(amount),
    };
}

/// <summary>A customer's answer to "how likely are you to recommend us", for the net promoter score.</summary>
public sealed record SurveyAnswer : ReferralInputOf<SurveyAnswer>
{
    [JsonConstructor]
    internal SurveyAnswer()
    {
    }

    /// <summary>Who answered.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>The answer, 0 to 10.</summary>
    [JsonInclude]
    public int Score { get; internal init; }

    internal override string DerivedKey => KeyText.Of("survey", Stamp, Customer.Value);

    /// <summary>Reports an answer.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The score is not 0 to 10.</exception>
    public static SurveyAnswer Of(CustomerId customer, int score)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(score);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(score, 10);
        return new SurveyAnswer { Customer = InputText.Check(customer), Score = score };
    }
}
