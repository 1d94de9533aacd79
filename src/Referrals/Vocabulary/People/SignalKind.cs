namespace Referrals;

/// <summary>What two accounts of one person may have in common.</summary>
public enum SignalKind
{
    /// <summary>The e-mail address.</summary>
    Email = 0,

    /// <summary>The telephone number.</summary>
    Phone = 1,

    /// <summary>The payment provider's fingerprint of a card or bank account.</summary>
    Payment = 2,

    /// <summary>The device, as the host recognises it.</summary>
    Device = 3,

    /// <summary>The postal address.</summary>
    Address = 4,
}
