namespace Referrals;

/// <summary>How a value between two smallest parts of a unit is rounded. A program names its mode; nothing else rounds.</summary>
public enum RoundingMode
{
    /// <summary>To the nearest, halves away from zero: 0.5 to 1, -0.5 to -1. The default, and what people expect.</summary>
    HalfAwayFromZero = 0,

    /// <summary>To the nearest, halves to the even neighbour: 0.5 to 0, 1.5 to 2 (banker's rounding).</summary>
    HalfToEven = 1,

    /// <summary>Towards zero: the fraction is cut off.</summary>
    Down = 2,

    /// <summary>Away from zero: any fraction counts as one.</summary>
    Up = 3,
}
