using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>Weights for first, middle and last.</summary>
internal sealed class PositionModel : CreditModel
{
    private readonly double _first;
    private readonly double _middle;
    private readonly double _last;
    private readonly double _firstOfTwo;

    internal PositionModel(string name, double first, double middle, double last, TwoTouchRule twoTouches = TwoTouchRule.RenormaliseEnds)
        : base(name)
    {
        var sum = first + middle + last;
        if (!(first >= 0 && middle >= 0 && last >= 0 && sum > 0 && double.IsFinite(sum)))
        {
            throw new ArgumentException($"Position weights are finite and 0 or more, and not all 0: not {first}, {middle}, {last}.", nameof(first));
        }

        (_first, _middle, _last) = (first / sum, middle / sum, last / sum);
        _firstOfTwo = twoTouches switch
        {
            TwoTouchRule.HalveMiddle => _first + (_middle / 2),
            TwoTouchRule.RenormaliseEnds => first + last > 0 ? first / (first + last) : 0.5,
            _ => throw new ArgumentOutOfRangeException(nameof(twoTouches), twoTouches, "This is no rule for two touches."),
        };
    }

    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        switch (shares.Length)
        {
            case 1:
                shares[0] = 1;
                return;
            case 2:
                shares[0] = _firstOfTwo;
                shares[1] = 1 - _firstOfTwo;
                return;
            default:
                shares.Fill(_middle / (shares.Length - 2));
                shares[0] = _first;
                shares[^1] = _last;
                return;
        }
    }
}
