namespace Referrals.Qualification;

/// <summary>How a value is compared with a limit.</summary>
public enum Comparison
{
    /// <summary>Not smaller.</summary>
    AtLeast = 0,

    /// <summary>Larger.</summary>
    Above = 1,

    /// <summary>Not larger.</summary>
    AtMost = 2,

    /// <summary>Smaller.</summary>
    Below = 3,

    /// <summary>The same.</summary>
    Exactly = 4,
}
