using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>A page that only says something.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Notes;
