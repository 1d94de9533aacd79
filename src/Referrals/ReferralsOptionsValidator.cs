using Microsoft.Extensions.Options;

namespace Referrals;

/// <summary>Checks the ranges that the options declare; generated, so that nothing is looked up by reflection.</summary>
[OptionsValidator]
internal sealed partial class ReferralsOptionsValidator : IValidateOptions<ReferralsOptions>
{
}
