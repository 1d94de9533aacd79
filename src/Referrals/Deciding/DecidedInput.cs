namespace Referrals.Deciding;

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
            SurveyAnswer answer => answer.Customer == customer,
            Erasure erasure => erasure.Customer == customer,
            CustomerUpdate update => update.Customer == customer,
            RewardChoice choice => choice.Customer == customer,
            Redemption redemption => redemption.Customer == customer,
            PayoutStart start => start.Customer == customer,
            Expiration expiration => expiration.Customer == customer,
            CatchUp waited => waited.Customer == customer,
            ReferralReview review => review.Referee == customer,
            ReferralDeadline deadline => deadline.Referee == customer,
            ReferrerBan ban => ban.Customer == customer,
            _ => false,
        };
}
