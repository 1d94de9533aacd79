namespace Referrals;

/// <summary>The SDK cannot do what it was asked, for a reason that is no ordinary outcome: the message says what to do next.</summary>
public sealed class ReferralsException : Exception
{
    /// <summary>An exception without a message.</summary>
    public ReferralsException()
    {
    }

    /// <summary>An exception with a message that names the next step.</summary>
    public ReferralsException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public ReferralsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
