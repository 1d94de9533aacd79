using System.Text.Json.Serialization;

namespace Referrals;

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
