namespace Referrals.Codes.Strength;

/// <summary>Whether a format has enough codes for the number in use.</summary>
public enum CodeVerdict
{
    /// <summary>A guess hits a code in use less than once in a million tries.</summary>
    Strong,

    /// <summary>
    /// A guess hits once in ten thousand to once in a million tries: limit the tries for each visitor, or use longer
    /// codes.
    /// </summary>
    Weak,

    /// <summary>
    /// A guess hits more often than once in ten thousand tries. Do not use the format for so many codes.
    /// </summary>
    Guessable,
}
