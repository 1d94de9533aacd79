using System.Text;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Referrals.Codes;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>What an input led to: the facts that are now in the journal, and why.</summary>
public sealed record Decision
{
    [JsonConstructor]
    internal Decision()
    {
    }

    /// <summary>
    /// Under which key the input is kept: its kind and the application's id of it, or what it says. A refusal that is not final is kept beside
    /// it, under its code, so that the key stays free.
    /// </summary>
    [JsonInclude]
    public string Key { get; internal init; } = string.Empty;

    /// <summary>The stable machine code of the outcome: one of <see cref="DecisionCodes"/>.</summary>
    [JsonInclude]
    public string Code { get; internal init; } = string.Empty;

    /// <summary>
    /// Whether the input took effect. A refused input changed nothing but is kept with its reason. A conversion that earns nothing
    /// is accepted: it happened; its code and explanation tell why it earned nothing.
    /// </summary>
    [JsonInclude]
    public bool IsAccepted { get; internal init; }

    /// <summary>When the input happened.</summary>
    [JsonInclude]
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant OccurredAt { get; internal init; }

    /// <summary>What it is about: the code of an enrolment, else the id of the share, referral, conversion or reward; may be <c>null</c>.</summary>
    [JsonInclude]
    public string? Subject { get; internal init; }

    /// <summary>The facts for the journal, in order.</summary>
    [JsonInclude]
    public IReadOnlyList<Fact> Facts { get; internal init => field = value.ToValueList(); } = ValueList<Fact>.Empty;

    /// <summary>Why it came out so.</summary>
    [JsonInclude]
    public Explanation Explanation { get; internal init; } = null!;

    /// <summary>
    /// Whether nothing was stored, because the input had been decided before: this is the first answer again, or a refusal that was kept before
    /// and still holds.
    /// </summary>
    [JsonIgnore]
    public bool IsRepeated { get; internal init; }

    /// <summary>
    /// Whether reporting the input again can lead to nothing else. It is <c>false</c> for a refusal that something still missing may mend, such
    /// as a redemption of more than is available: report it again later, under the same id.
    /// </summary>
    [JsonIgnore]
    public bool IsFinal => IsAccepted || Finality.IsFinal(Code);

    /// <summary>
    /// What was decided first about the id or key, where another input was refused because it is in use; else <c>null</c>. The checks of
    /// the explanation name what differs.
    /// </summary>
    [JsonIgnore]
    public Decision? First { get; internal init; }

    /// <summary>
    /// The version that was in force at the time of the input, where programs are kept in the store; 0 while none was. <c>null</c> where the code
    /// registers all versions.
    /// </summary>
    [JsonIgnore]
    internal int? InForce { get; init; }

    /// <summary>The version that was in force when it was decided, where that was a later one: an input that was told late.</summary>
    [JsonIgnore]
    internal int? DecidedIn { get; init; }

    /// <summary>The rewards that were granted; empty for none.</summary>
    [JsonIgnore]
    public IEnumerable<Fact> Grants => Facts.Where(static fact => fact.Kind == FactKind.RewardGranted);

    /// <summary>The lines for the ledger; empty on a repeated answer, whose lines are in the ledger already.</summary>
    [JsonIgnore]
    public IReadOnlyList<LedgerLine> LedgerLines { get; internal init => field = value.ToValueList(); } = ValueList<LedgerLine>.Empty;

    [JsonIgnore]
    internal IReadOnlyList<StateChange> Changes { get; init; } = [];

    /// <summary>
    /// Whether two decisions are the same answer: equal in everything that is stored of them. A repetition equals the first answer, although
    /// <see cref="IsRepeated"/> differs and it has no new lines for the ledger.
    /// </summary>
    public bool Equals(Decision? other) => other is not null
        && Key == other.Key
        && Code == other.Code
        && IsAccepted == other.IsAccepted
        && OccurredAt == other.OccurredAt
        && Subject == other.Subject
        && Facts.Equals(other.Facts)
        && Equals(Explanation, other.Explanation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Code, IsAccepted, OccurredAt, Subject, Facts);

    /// <summary>The outcome, every fact in a line of its own, and the explanation for the operator.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Code).Append(IsRepeated ? " (repeated)" : string.Empty).Append(" for ").Append(Key)
            .Append(" at ").Append(InstantPattern.ExtendedIso.Format(OccurredAt));
        foreach (var fact in Facts)
        {
            _ = text.Append("\n  ").Append(fact);
        }

        return Explanation is null ? text.ToString() : text.Append('\n').Append(Explanation).ToString();
    }

    /// <summary>The code that was drawn at random for this decision; whoever decides its input again has nothing to draw.</summary>
    internal IReadOnlyList<ReferralCode> CodesDrawn()
    {
        var issued = Facts.FirstOrDefault(static fact => fact.Kind == FactKind.CodeIssued);
        return issued?.Subject is { } code ? [ReferralCode.From(code)] : [];
    }

    /// <summary>
    /// The version that was in force: a referral's own version, under which its conversions are judged, can only be an older one.
    /// </summary>
    internal int VersionInForce() => InForce ?? NewestVersion();

    /// <summary>The newest version that the decision names; nearly always that in force.</summary>
    internal int NewestVersion() => Facts.Select(static fact => fact.ProgramVersion).Append(Explanation.ProgramVersion).Max();

    /// <summary>
    /// Whether the outcome and all facts are the same, but those that only give a reason for nothing: which of several reasons it was
    /// may depend on limits that others used up at the same moment.
    /// </summary>
    internal bool LeadsTo(Decision other) => Code == other.Code && IsAccepted == other.IsAccepted && Effects(this).SequenceEqual(Effects(other));

    private static IEnumerable<Fact> Effects(Decision decision) =>
        decision.Facts.Where(static fact => fact.Kind != FactKind.ConversionNotRewarded);
}

/// <summary>An input from the history, with what was decided about it.</summary>
public sealed record DecidedInput
{
    internal DecidedInput(ReferralInput input, Decision decision)
    {
        Input = input;
        Decision = decision;
    }

    /// <summary>The input.</summary>
    public ReferralInput Input { get; }

    /// <summary>The decision.</summary>
    public Decision Decision { get; }

    /// <summary>Whether a customer is part of this: reported it, brought it about, or gained or lost by it.</summary>
    public bool Concerns(CustomerId customer) => Decision.Facts.Any(fact => fact.Customer == customer || fact.Referrer == customer)
        || Input switch
        {
            Enrollment enrollment => enrollment.Customer == customer,
            Share share => share.Referrer == customer,
            Identification identification => identification.Customer == customer,
            SignUp signUp => signUp.Customer == customer || signUp.Referrer == customer,
            Conversion conversion => conversion.Customer == customer,
            Amendment amendment => amendment.Conversion.Customer == customer,
            SurveyAnswer answer => answer.Customer == customer,
            Erasure erasure => erasure.Customer == customer,
            CustomerUpdate update => update.Customer == customer,
            RewardChoice choice => choice.Customer == customer,
            Redemption redemption => redemption.Customer == customer,
            ManualReward manual => manual.Customer == customer,
            PayoutStart start => start.Customer == customer,
            Expiration expiration => expiration.Customer == customer,
            CatchUp waited => waited.Customer == customer,
            ReferralReview review => review.Referee == customer,
            ReferralDeadline deadline => deadline.Referee == customer,
            ReferrerBan ban => ban.Customer == customer,
            ReferralReinstatement reinstatement => reinstatement.Referee == customer,
            _ => false,
        };
}
