namespace Referrals.Kpis.Columns;

/// <summary>What a fold remembers of a person, side by side, so that a fact costs one cache line.</summary>
internal struct PersonState
{
    /// <summary>The first cell of the person's group as a customer; the window is added to it.</summary>
    internal int Cells;

    /// <summary>The window of the sign-up.</summary>
    internal int Window;

    /// <summary>A bit per window with a sale.</summary>
    internal ulong Bought;

    /// <summary>A bit per window with a share.</summary>
    internal ulong Shared;

    /// <summary>Net revenue in the window of the sign-up.</summary>
    internal long Revenue;

    /// <summary>Net margin in the window of the sign-up.</summary>
    internal long Margin;
}
