namespace Referrals.Imports;

/// <summary>What a column of a file can mean. A file of a source says which of its columns mean what.</summary>
public enum ImportField
{
    /// <summary>The source's id of the person who refers: advocate, affiliate, partner, promoter.</summary>
    Person = 0,

    /// <summary>That person's e-mail address. It is shown to <see cref="ImportOptions.Customers"/> and never stored.</summary>
    PersonEmail = 1,

    /// <summary>The person's code, or a link whose last part is the code.</summary>
    Code = 2,

    /// <summary>When the person joined the program.</summary>
    EnrolledAt = 3,

    /// <summary>The source's id of the referred customer; the application's own id where the source kept it.</summary>
    Referee = 4,

    /// <summary>The referred customer's e-mail address.</summary>
    RefereeEmail = 5,

    /// <summary>When the referred customer signed up.</summary>
    ReferredAt = 6,

    /// <summary>The id of the order, invoice or other event, as the application knows it.</summary>
    Conversion = 7,

    /// <summary>The name of the event.</summary>
    Event = 8,

    /// <summary>What the order was worth; below zero for a refund.</summary>
    ConversionAmount = 9,

    /// <summary>The currency of the order; that of the reward where there is no such column.</summary>
    ConversionUnit = 10,

    /// <summary>When the order was placed.</summary>
    ConvertedAt = 11,

    /// <summary>The source's id of the reward, commission or payout; it makes the idempotency key of the row.</summary>
    Reward = 12,

    /// <summary>How much was granted or paid; below zero for what was taken back. May hold its unit, as in <c>10 EUR</c>.</summary>
    RewardAmount = 13,

    /// <summary>The unit of the reward and of the balance: a currency, or a name such as <c>points</c>.</summary>
    Unit = 14,

    /// <summary>When the reward was granted.</summary>
    RewardedAt = 15,

    /// <summary>Where the reward stands, in the source's words.</summary>
    Status = 16,

    /// <summary>What kind of row it is, in the source's words.</summary>
    Type = 17,

    /// <summary>Until when the reward waits.</summary>
    HeldUntil = 18,

    /// <summary>The first instant at which the reward can no longer be used.</summary>
    ExpiresAt = 19,

    /// <summary>Whether the reward was paid out, where that is not a status.</summary>
    IsPaid = 20,

    /// <summary>When the reward was paid out.</summary>
    PaidAt = 21,

    /// <summary>The source's id of the reward that this row takes back.</summary>
    Parent = 22,

    /// <summary>Whether the row is to be left out: a test of the source, or something that was deleted.</summary>
    LeaveOut = 23,

    /// <summary>What the person holds in the end: compared with ours, never granted.</summary>
    Balance = 24,
}
