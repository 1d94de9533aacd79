using System.Numerics;

namespace Referrals.Codes;

/// <summary>
/// Notices a code that is already in an array of codes. It holds only where in the array each code is, at half load and with linear
/// probing, so that a million codes cost 8 MB and one look at memory each.
/// </summary>
/// <param name="codes">The array, which the caller fills from the start.</param>
internal sealed class CodeSet(ReferralCode[] codes)
{
    private readonly int[] _places = new int[BitOperations.RoundUpToPowerOf2((uint)codes.Length * 2)];

    /// <summary>Whether no code before <paramref name="index"/> is the code there; if so it now counts as one of them.</summary>
    internal bool Add(int index)
    {
        var mask = _places.Length - 1;
        var code = codes[index];
        for (var slot = (int)(code.Mix >> 33) & mask; ; slot = (slot + 1) & mask)
        {
            if (_places[slot] == 0)
            {
                _places[slot] = index + 1;
                return true;
            }

            if (codes[_places[slot] - 1] == code)
            {
                return false;
            }
        }
    }
}
