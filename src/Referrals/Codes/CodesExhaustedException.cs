namespace Referrals.Codes;

/// <summary>
/// No free code was found within the bounded number of tries: the format is too small for the codes in use, or its list
/// of words forbids nearly all of it. Nothing was stored.
/// </summary>
public sealed class CodesExhaustedException : Exception
{
    /// <summary>Says what was tried.</summary>
    public CodesExhaustedException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was tried, and what lay behind.</summary>
    public CodesExhaustedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Says only that codes ran out.</summary>
    public CodesExhaustedException()
        : base("No free code was found. Use a longer code format.")
    {
    }
}
