namespace Referrals;

/// <summary>How far a <see cref="Payout"/> is.</summary>
public enum PayoutStep
{
    /// <summary>The amount is set aside; the host sends the money.</summary>
    Start = 0,

    /// <summary>The money has arrived.</summary>
    Confirm = 1,

    /// <summary>The money could not be sent or came back; the amount is available again.</summary>
    Fail = 2,
}
