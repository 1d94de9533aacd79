namespace Referrals.Insights.Advocates;

/// <summary>What a score of advocates looks at. All of it is known from facts before one moment.</summary>
public enum AdvocateFeature
{
    /// <summary>Days since the person last signed up, ordered, shared or brought a friend.</summary>
    Recency = 0,

    /// <summary>Days since the sign-up.</summary>
    Tenure = 1,

    /// <summary>How many orders.</summary>
    Orders = 2,

    /// <summary>What was spent, less refunds.</summary>
    Spend = 3,

    /// <summary>How many shares.</summary>
    Shares = 4,

    /// <summary>How many friends came so far.</summary>
    Friends = 5,

    /// <summary>The channel by which the person came.</summary>
    Channel = 6,

    /// <summary>The segment that the person was last declared to be in.</summary>
    Segment = 7,
}
