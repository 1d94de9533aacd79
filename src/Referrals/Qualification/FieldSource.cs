namespace Referrals.Qualification;

/// <summary>Whose attribute a <see cref="Field"/> is.</summary>
public enum FieldSource
{
    /// <summary>The conversion's. Built in: <c>id</c>, <c>name</c>.</summary>
    Event = 0,

    /// <summary>Who converted. Built in: <c>id</c>, <c>segment</c>.</summary>
    Referee = 1,

    /// <summary>Who referred. Built in: <c>id</c>, <c>segment</c>.</summary>
    Referrer = 2,

    /// <summary>The referral's. Built in, and no others: <c>code</c>, <c>share</c>, <c>channel</c>, <c>evidence</c>.</summary>
    Referral = 3,

    /// <summary>An order's line's. Built in: <c>sku</c>, <c>quantity</c>, <c>amount</c>.</summary>
    Line = 4,
}
