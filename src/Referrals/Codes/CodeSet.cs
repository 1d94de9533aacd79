using System.Numerics;

namespace Referrals.Codes;

/// <summary>
/// Notices a code that is already in an array of codes. It holds only where in the array each code is, with eight bits
/// of the code's own, at half load and with linear probing: a million codes cost 8 MB and one look at memory each.
/// </summary>
/// <param name="codes">The array, which the caller fills from the start; of less than 2^24 codes.</param>
internal sealed class CodeSet(ReferralCode[] codes)
{
    private const int PlaceBits = 24;
    private const uint PlaceMask = (1u << PlaceBits) - 1;

    private readonly uint[] _slots = new uint[BitOperations.RoundUpToPowerOf2((uint)codes.Length * 2)];

    /// <summary>
    /// Whether no code before <paramref name="index"/> is the code there; if so it now counts as one of them.
    /// </summary>
    internal bool Add(int index)
    {
        var mask = _slots.Length - 1;
        var mix = codes[index].Mix;
        var mark = unchecked((uint)(mix >> 32)) & ~PlaceMask;
        for (var slot = unchecked((int)(mix >> 20)) & mask; ; slot = (slot + 1) & mask)
        {
            var found = _slots[slot];
            if (found == 0)
            {
                _slots[slot] = mark | (uint)(index + 1);
                return true;
            }

            if ((found & ~PlaceMask) == mark && codes[(found & PlaceMask) - 1] == codes[index])
            {
                return false;
            }
        }
    }
}
