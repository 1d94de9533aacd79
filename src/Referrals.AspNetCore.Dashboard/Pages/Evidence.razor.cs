using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Checks of a decision, each with what was found and what is required.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Evidence;
