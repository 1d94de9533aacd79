namespace Referrals.Attribution.Journeys;

/// <summary>How a journey's path is simplified before a model sees it.</summary>
/// <remarks>
/// The examples turn the path D A B B C D C C. Names and meanings follow Google's fractribution and Snowplow, so that
/// paths built here and there agree.
/// </remarks>
public enum PathTransform
{
    /// <summary>Every touch counts: D A B B C D C C. The default.</summary>
    None = 0,

    /// <summary>What fractribution and Snowplow name "unique": every touch is its own. The same as <see cref="None"/>.</summary>
    Unique = None,

    /// <summary>Repeats in a row become their first touch: D A B C D C. Usual for channels.</summary>
    Exposure = 1,

    /// <summary>Each channel keeps its first touch only: D A B C.</summary>
    First = 2,

    /// <summary>Each channel keeps its first touch, renamed to carry the count: D(2) A(1) B(2) C(3).</summary>
    Frequency = 3,
}
