package credential

import "encoding/json"

// MarshalJSON shows the fields with the secret as "***"; Credentials cannot be read back from it.
func (c Credentials) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Username   string     `json:"username"`
		Secret     Secret     `json:"secret"`
		ProjectID  string     `json:"project_id"`
		Region     Region     `json:"region"`
		Timezone   string     `json:"timezone,omitempty"`
		ExportTime ExportTime `json:"export_time,omitempty"`
		BaseURL    string     `json:"base_url,omitempty"`
	}{c.fields.Username, c.fields.Secret, c.fields.ProjectID, c.region, c.fields.Timezone, c.exportTime, c.fields.BaseURL})
}
