namespace Referrals.Attribution.ClosedForm;

/// <summary>What a position-based model does with a journey of two touches, which has no middle.</summary>
public enum TwoTouchRule
{
    /// <summary>The middle's weight is left out and the ends are scaled up to one: 20/20/60 gives 25/75. The default; Adobe's rule.</summary>
    RenormaliseEnds = 0,

    /// <summary>Each end takes half of the middle's weight: 20/20/60 gives 30/70. The rule of DP6's and Google's open models.</summary>
    HalveMiddle = 1,
}
