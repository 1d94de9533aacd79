namespace Referrals.Qualification;

/// <summary>What a <see cref="Measure"/> counts or sums.</summary>
public enum MeasureSubject
{
    /// <summary>The conversions of the customer who converts.</summary>
    OwnConversions = 0,

    /// <summary>The conversions of all customers whom the referrer has referred.</summary>
    ReferredConversions = 1,

    /// <summary>The referrals that were created for the referrer, by the time of the sign-up.</summary>
    Referrals = 2,

    /// <summary>The conversions that fulfilled the conditions of the rule itself, for whom the rule rewards.</summary>
    RuleConversions = 3,

    /// <summary>The conversions of one referee that fulfilled the conditions of the rule itself.</summary>
    RuleConversionsOfReferee = 4,
}
