using System.Collections.Frozen;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>The last touch that is not through one of some channels.</summary>
internal sealed class LastNonModel : CreditModel
{
    private readonly FrozenSet<string> _passedOver;
    private readonly ChannelNames? _names;
    private readonly bool[] _isPassedOver = [];

    internal LastNonModel(string[] channels)
        : base("last_non_" + string.Join('_', channels))
    {
        if (channels.Length == 0 || channels.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Last-non takes at least one channel to pass over, and none of them blank.", nameof(channels));
        }

        _passedOver = channels.ToFrozenSet(StringComparer.Ordinal);
    }

    private LastNonModel(LastNonModel unbound, ChannelNames names)
        : base(unbound.Name)
    {
        _passedOver = unbound._passedOver;
        _names = names;
        _isPassedOver = new bool[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            _isPassedOver[i] = _passedOver.Contains(names[i]);
        }
    }

    internal override CreditModel For(ChannelNames names) => new LastNonModel(this, names);

    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        shares.Clear();
        for (var i = shares.Length - 1; i >= 0; i--)
        {
            if (!PassesOver(touches.Names, touches.Channels[i]))
            {
                shares[i] = 1;
                return;
            }
        }

        shares[^1] = 1;
    }

    // Without names (touches known by their times only) no channel can be passed over.
    private bool PassesOver(ChannelNames names, int channel) => ReferenceEquals(names, _names)
        ? _isPassedOver[channel]
        : names.Count > 0 && _passedOver.Contains(names[channel]);
}
